/** Type changes that neither rewrite the table nor change a value, measured on PostgreSQL 15 and 18. */
export function isFreeCast(from: string, to: string): boolean {
  if (from === to) return true
  const [source, target] = [parse(from), parse(to)]
  if (source === undefined || target === undefined) return false
  if (source.name === 'character varying') {
    if (target.name === 'text') return true
    return target.name === 'character varying' && fits(source.numbers[0], target.numbers[0])
  }
  if (source.name === 'text') return target.name === 'character varying' && target.numbers.length === 0
  if (source.name === 'numeric' && target.name === 'numeric') return widensNumeric(source.numbers, target.numbers)
  if (source.name === 'cidr') return target.name === 'inet'
  return isTime(source.name) && source.name === target.name && fits(source.numbers[0], target.numbers[0])
}

interface TypeParts {
  readonly name: string
  readonly numbers: readonly number[]
}

function parse(type: string): TypeParts | undefined {
  const match = /^([a-z ]+?)(?:\(([\d,]+)\))?( with(?:out)? time zone)?$/.exec(type)
  if (match === null) return undefined
  const [, name = '', numbers = '', zone = ''] = match
  return { name: `${name}${zone}`, numbers: numbers === '' ? [] : numbers.split(',').map(Number) }
}

/** Without a limit everything fits. */
function fits(from: number | undefined, to: number | undefined): boolean {
  return to === undefined || (from !== undefined && from <= to)
}

function widensNumeric(from: readonly number[], to: readonly number[]): boolean {
  const [fromPrecision, fromScale = 0] = from
  const [toPrecision, toScale = 0] = to
  if (toPrecision === undefined) return true
  return fromPrecision !== undefined && fromPrecision <= toPrecision && fromScale === toScale
}

function isTime(name: string): boolean {
  return /^(time|timestamp) with(out)? time zone$/.test(name)
}
