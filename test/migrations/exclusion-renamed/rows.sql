insert into bookings (room, during) values (1, '[2026-01-01, 2026-01-02)'), (1, '[2026-01-02, 2026-01-03)');
