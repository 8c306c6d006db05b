import { afterAll, beforeAll, expect, test } from 'vitest'
import { generateLayer, type Layer } from './generated-layer.js'

let layer: Layer

beforeAll(async () => {
  layer = await generateLayer(`version: 1
extensions: [btree_gist]
models:
  Booking:
    columns:
      id: { type: bigint, primary_key: true }
      room_id: bigint
      during: tstzrange
    exclude:
      - columns: [{ column: room_id, with: '=' }, { column: during, with: '&&' }]
`)
})
afterAll(() => layer.remove())

test('a violated exclusion is a typed error', async () => {
  const { BookingRoomIdAndDuringConflict } = await layer.module('errors/booking.errors')
  const { constraintError, ExclusionViolation } = await layer.module('errors')
  if (typeof constraintError !== 'function') throw new Error('errors.ts has no constraintError')
  const refused = (constraint: string) =>
    constraintError(
      Object.assign(new Error('conflicting key value'), {
        code: '23P01',
        schema: 'public',
        table: 'bookings',
        constraint,
      }),
    )
  expect(refused('bookings_room_id_during_excl')).toBeInstanceOf(BookingRoomIdAndDuringConflict)
  expect(refused('bookings_room_id_during_excl')).toMatchObject({ name: 'BookingRoomIdAndDuringConflict' })
  expect(refused('another')).toBeInstanceOf(ExclusionViolation)
})
