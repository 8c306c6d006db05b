/** How generated files are called. */
export type FileStyle = 'kebab-case' | 'camelCase' | 'snake_case' | 'PascalCase'

/** Which folder a generated file is in. */
export type Layout = 'by_kind' | 'by_model'

/** `key-loader.ts` in another style; what follows the first dot stays, and so does `index`, by which folders are known. */
export function fileName(name: string, style: FileStyle): string {
  const [stem = '', ...rest] = name.split('.')
  return [stem === 'index' ? stem : styled(stem, style), ...rest].join('.')
}

function styled(stem: string, style: FileStyle): string {
  switch (style) {
    case 'kebab-case':
      return stem
    case 'snake_case':
      return stem.replaceAll('-', '_')
    case 'camelCase':
      return stem.replace(/-(.)/g, (_, next: string) => next.toUpperCase())
    case 'PascalCase':
      return stem.replace(/(?:^|-)(.)/g, (_, next: string) => next.toUpperCase())
  }
}
