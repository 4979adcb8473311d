import { expect, test } from 'vitest'
import { type File, sources, target, users } from './tree.ts'

/** Exports that nothing imports are dead code, or belong to their own file alone. */

/** Loaded by name: nodes by the registry, which reads every file of the folder, configurations by their tools. */
const loadedByName: readonly RegExp[] = [/^nodes\/.*: default$/, /^renderer\/vite\.config\.ts: default$/]

const declaration = /^export\s+(?:default\s+)?(?:async\s+)?(const|let|function\*?|class|interface|type)\s+([\w$]+)/gm

/** A type that the file itself reads belongs to what its other exports take and give. */
function exported({ text }: File): string[] {
  const isRead = (name: string) => text.match(new RegExp(`\\b${name}\\b`, 'g'))!.length > 1
  const declared = [...text.matchAll(declaration)].filter(
    ([, kind, name]) => !((kind === 'interface' || kind === 'type') && isRead(name!)),
  )
  return [...declared.map(([, , name]) => name!), ...(/^export default /m.test(text) ? ['default'] : [])]
}

/** File → the names that other files import from it. */
const imported = new Map<string, Set<string>>()
for (const file of users)
  for (const one of file.imports) {
    const path = target(file, one)
    if (path === undefined) continue
    if (!imported.has(path)) imported.set(path, new Set())
    for (const name of one.names) imported.get(path)!.add(name)
  }

test('every export is imported by another file', () => {
  const unused = sources.flatMap(source => {
    const names = imported.get(source.path) ?? new Set()
    return names.has('*')
      ? []
      : exported(source)
          .filter(name => !names.has(name))
          .map(name => `${source.path}: ${name}`)
  })
  expect(unused.filter(one => !loadedByName.some(kind => kind.test(one)))).toEqual([])
})
