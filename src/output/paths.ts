/** The path of a file in a folder; both are relative to the root, and `.` is the root. */
export function inFolder(folder: string, name: string): string {
  return folder === '.' ? name : `${folder}/${name}`
}

/** The folder that holds the file, `.` at the top. */
export function folderOf(path: string): string {
  const end = path.lastIndexOf('/')
  return end < 0 ? '.' : path.slice(0, end)
}

/** `a/b/c.ts` is in `a/b` and in `a`: the folders below the root that lead to the file, the nearest first. */
export function foldersAbove(path: string): string[] {
  const folder = folderOf(path)
  return folder === '.' ? [] : [folder, ...foldersAbove(folder)]
}

/** Whether the path lies below the folder; a folder is not below itself. */
export function isBelow(folder: string, path: string): boolean {
  return folder === '.' ? path !== '.' : path.startsWith(`${folder}/`)
}

/** Equal for two names that Windows or macOS take for the same. */
export function foldCase(name: string): string {
  return name.normalize('NFC').toLowerCase()
}
