/** `3,000` */
export function grouped(value: number): string {
  return String(value).replace(/\B(?=(?:\d{3})+$)/g, ',')
}

/** `1 file`, `3,000 files` */
export function count(value: number, noun: string): string {
  return `${grouped(value)} ${noun}${value === 1 ? '' : 's'}`
}

/** `40 B`, `0.4 kB`, `12.1 kB`, `3.2 MB` */
export function size(bytes: number): string {
  if (bytes >= 999_950) return `${(bytes / 1_000_000).toFixed(1)} MB`
  return bytes < 100 ? `${bytes} B` : `${(bytes / 1000).toFixed(1)} kB`
}

/** `340`, `12 k`, `3.4 M`, `1.2 bn`: two digits of a number that is not known exactly. */
export function rough(value: number): string {
  const rounded = Number(value.toPrecision(2))
  const unit = units.find(({ of }) => rounded >= of)
  return unit === undefined ? String(rounded) : `${rounded / unit.of} ${unit.name}`
}

const units = [
  { name: 'bn', of: 1e9 },
  { name: 'M', of: 1e6 },
  { name: 'k', of: 1e3 },
]

/** `312 MiB`, `3.4 GiB`: of a database, which counts by 1,024. */
export function databaseSize(bytes: number): string {
  const mebibytes = bytes / 1024 ** 2
  if (mebibytes < 1023.5) return `${Math.round(mebibytes)} MiB`
  const gibibytes = mebibytes / 1024
  return gibibytes < 1023.95 ? `${gibibytes.toFixed(1)} GiB` : `${(gibibytes / 1024).toFixed(1)} TiB`
}

/** `312 ms`, `1.24 s`, `2 min 5 s` */
export function duration(milliseconds: number): string {
  if (milliseconds < 999.5) return `${Math.round(milliseconds)} ms`
  if (milliseconds < 59_995) return `${(milliseconds / 1000).toFixed(2)} s`
  const seconds = Math.round(milliseconds / 1000)
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`
}
