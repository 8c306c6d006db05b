/** A field that a template asks for and its view does not have. */
export class UnknownField extends Error {
  override readonly name = 'UnknownField'
  readonly field: string
  /** What there is in its place. */
  readonly known: readonly string[]

  constructor(field: string, known: readonly string[]) {
    super(`the view has no "${field}"`)
    this.field = field
    this.known = known
  }
}

/** A view whose unknown fields throw, also inside `{{#if}}` and `{{#each}}`, where Handlebars' strict mode stays silent. */
export function exacting<View extends object>(view: View): View {
  return new Proxy<View>(view, { get: readKnown(exacting) })
}

/** As `exacting`, and silent for the strict mode, which asks whether a field is there: it throws what tells the others. */
export function tellingFields<View extends object>(view: View): View {
  return new Proxy<View>(view, { get: readKnown(tellingFields), has: () => true })
}

function readKnown(wrap: <View extends object>(view: View) => View): NonNullable<ProxyHandler<object>['get']> {
  return (target, key, receiver) => {
    if (typeof key === 'string' && !(key in target)) throw new UnknownField(key, Object.keys(target))
    const value: unknown = Reflect.get(target, key, receiver)
    return typeof value === 'object' && value !== null ? wrap(value) : value
  }
}
