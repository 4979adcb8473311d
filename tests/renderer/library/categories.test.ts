import { expect, test } from 'vitest'
import { loadNodes } from '../../../nodes/registry.ts'
import { categoriesOf, pathTitle } from '../../../renderer/library/categories.ts'

const specs = [...(await loadNodes()).values()].map(({ spec }) => spec)
const categories = categoriesOf(specs)

test('the menu begins with what a workflow needs first', () =>
  expect(categories.map(({ title }) => title)).toEqual([
    'Loaders',
    'Conditioning',
    'Latent',
    'Sampling',
    'Image',
    'Mask',
    'Text',
    'Values',
    'Logic',
    'Model patches',
    'Advanced',
    'API',
    'Packs',
    'For testing',
  ]))

test('every node is in it once, its category’s own nodes before those of the folders inside', () => {
  const listed = categories.flatMap(({ folders }) => folders.flatMap(({ nodes }) => nodes))
  expect(new Set(listed)).toEqual(new Set(specs))
  expect(listed).toHaveLength(specs.length)
  const sampling = categories.find(({ id }) => id === 'sampling')!
  expect(sampling.folders.map(({ title }) => title).slice(0, 3)).toEqual(['', 'Custom', 'Custom › Guiders'])
  expect(sampling.count).toBe(sampling.folders.reduce((sum, { nodes }) => sum + nodes.length, 0))
})

test('folders are spelled as people write them', () =>
  expect(pathTitle('conditioning/controlnet')).toBe('Conditioning › ControlNet'))
