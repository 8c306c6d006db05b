/** A view whose unknown fields throw, also inside `{{#if}}` and `{{#each}}`, where Handlebars' strict mode stays silent. */
export function exacting<View extends object>(view: View): View {
  return new Proxy(view, {
    get(target, key, receiver) {
      if (typeof key === 'string' && !(key in target)) throw new Error(`the view has no "${key}"`)
      const value: unknown = Reflect.get(target, key, receiver)
      return typeof value === 'object' && value !== null ? exacting(value) : value
    },
  })
}
