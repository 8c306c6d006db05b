import type { CodeStyle } from '../model/output.js'

const usual: CodeStyle = { properties: 'as_written', files: 'kebab-case', layout: 'by_kind' }

const known: { readonly [Part in keyof CodeStyle]: readonly CodeStyle[Part][] } = {
  properties: ['as_written', 'camelCase'],
  files: ['kebab-case', 'camelCase', 'snake_case', 'PascalCase'],
  layout: ['by_kind', 'by_model'],
}

/** The style in words, for the record: `properties: camelCase, layout: by_model`; undefined for the usual one. */
export function styleText({ properties, files, layout }: CodeStyle): string | undefined {
  const parts = Object.entries({ properties, files, layout }).filter(
    ([part, value]) => Reflect.get(usual, part) !== value,
  )
  return parts.length === 0 ? undefined : parts.map(([part, value]) => `${part}: ${value}`).join(', ')
}

/** Reads what `styleText` wrote; a word that it does not know counts as the usual one. */
export function readStyle(text: string): CodeStyle {
  const words = new Map(text.split(', ').map((part) => part.split(': ') as [string, string]))
  const choose = <Part extends keyof CodeStyle>(part: Part): CodeStyle[Part] =>
    known[part].find((value) => value === words.get(part)) ?? usual[part]
  return { properties: choose('properties'), files: choose('files'), layout: choose('layout') }
}
