import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'

interface Published {
  readonly versions: readonly { readonly after: number; readonly last: number; readonly names: string }[]
}

const at = (path: string) => readFile(new URL(path, import.meta.url), 'utf8')

test('every function of the C API is called by the place that ONNX Runtime published', async () => {
  const { versions }: Published = JSON.parse(await at('../../../goldens/ort-api.json'))
  const places = new Map<string, number>()
  for (const { after, last, names } of versions) {
    const list = names.split(' ')
    expect(after + list.length).toBe(last)
    for (const [i, name] of list.entries()) places.set(name, after + 1 + i)
  }
  const text = await at('../../../../engine/runtime/plugin/api.ts')
  const inTables = [...text.matchAll(/^ {2}(\w+): (?:\[\s*)?(\d+),/gm)].map(([, name, place]) => [name, place])
  const others = [...text.matchAll(/(?:at|at<.*>)\((\d+), '[\w *]+', '(\w+)'/g)].map(([, place, name]) => [name, place])
  expect(inTables.length).toBeGreaterThanOrEqual(20)
  expect(others).toHaveLength(4)
  for (const [name, place] of [...inTables, ...others]) expect(Number(place), name).toBe(places.get(name!))
})
