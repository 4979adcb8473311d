import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { samplers } from '../../../engine/sampling/samplers.ts'
import { schedulerNames } from '../../../engine/sampling/schedules/schedule.ts'
import { licenceLine, scheduleNodes, settingsLine } from '../../../graph/recipes/recipe.ts'
import { nodesOfSampler } from '../../../graph/recipes/sampler-nodes.ts'
import written from '../../../runtime/recipes/recipes.json' with { type: 'json' }
import { builtInRecipes, openRecipes, readTable, recipesOf } from '../../../runtime/recipes/table.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'recipes-'))
})
afterAll(() => rm(folder, { recursive: true }))

const { layouts: _, sha256: __, ...first } = written.recipes[1]!

test('every shipped row is read, and every id is unique', () => {
  expect(readTable(written, 'recipes.json').problems).toEqual([])
  const ids = builtInRecipes.rows.map(({ id }) => id)
  expect(ids.length).toBe(written.recipes.length)
  expect(new Set(ids).size).toBe(ids.length)
})

test('rows name samplers and schedules that exist', () => {
  const names = samplers.map(({ name }) => name)
  const schedules: readonly string[] = [...schedulerNames, ...scheduleNodes]
  const { rows } = builtInRecipes
  expect(rows.flatMap(row => row.samplers).filter(name => !names.includes(name))).toEqual([])
  expect(rows.flatMap(row => row.schedules).filter(name => !schedules.includes(name))).toEqual([])
})

test('every row that ships says the licence of weights and code, and who says so', () => {
  for (const { id, licence } of builtInRecipes.rows)
    expect([id, licence]).toEqual([
      id,
      { weights: expect.any(String), code: expect.any(String), source: expect.any(String) },
    ])
})

test('the licence is told in one line, also where a row of a person’s own does not say it', () => {
  const row = builtInRecipes.rows.find(({ id }) => id === 'flash-sdxl-lora')!
  expect(licenceLine(row)).toBe(
    'Licence of the weights: CC BY-NC-ND 4.0; of the code: CC BY-NC 4.0 (model page of jasperai/flash-sdxl; README of gojasper/flash-diffusion)',
  )
  const { licence: _, ...own } = row
  expect(licenceLine(own)).toBe('Licence: not stated in this row')
})

test('LoRAs have a strength and models have none; a sampler with nodes of its own has an eta', () => {
  for (const { id, kind, strength, samplers, eta } of builtInRecipes.rows) {
    expect([id, strength !== undefined]).toEqual([id, kind === 'lora'])
    if (nodesOfSampler(samplers[0])) expect([id, eta]).toEqual([id, expect.anything()])
  }
})

test.each([
  ['a wrong number', { steps: 'four' }, 'steps: expected a whole number, or {"from", "to", "best"}'],
  ['a missing field', { why: undefined }, 'why: expected a text'],
  ['a best outside its range', { cfg: { from: 1, to: 2, best: 7 } }, 'cfg: expected from ≤ best ≤ to'],
  ['a field misspelt', { step: 4 }, 'no such field: step'],
  ['a pattern that is not valid', { names: ['('] }, 'names.0: ( is not a regular expression'],
  ['a layout that is not known', { layouts: ['sd9-lora'] }, 'layouts: there is no layout sd9-lora'],
])('%s names its row, and the others stay', (_, change, sentence) => {
  const { table, problems } = readTable(
    { recipes: [first, { ...first, id: 'own-lora', ...change }] },
    '/home/recipes.json',
  )
  expect(problems).toEqual([`recipes.json row 2 (own-lora): ${sentence}`])
  expect(table.rows.map(({ id }) => id)).toEqual([first.id])
})

test("a user's rows come first, and take the place of shipped ones", async () => {
  const own = { ...first, title: 'Mine', steps: { from: 1, to: 4, best: 2 } }
  await writeFile(join(folder, 'recipes.json'), JSON.stringify({ recipes: [own, { id: 'broken' }] }))
  const { table, problems } = await openRecipes(folder)
  expect(table.rows[0]).toMatchObject({ id: first.id, title: 'Mine', steps: { best: 2 } })
  expect(table.rows.length).toBe(builtInRecipes.rows.length)
  expect(problems).toEqual([expect.stringMatching(/^recipes\.json row 2 \(broken\): title: expected a text/)])
})

test('a file that is not a table is reported, and the shipped rows stay', async () => {
  await writeFile(join(folder, 'recipes.json'), '{"recipes": ')
  const { table, problems } = await openRecipes(folder)
  expect(problems).toEqual([expect.stringContaining('recipes.json cannot be read')])
  expect(table).toBe(builtInRecipes)
  expect(await openRecipes(join(folder, 'nowhere'))).toEqual({ table: builtInRecipes, problems: [] })
})

test('recipes are sent without the signs that their files are recognised by', () => {
  const recipes = recipesOf(builtInRecipes)
  expect(structuredClone(recipes)).toEqual(recipes)
  const hyper = recipes.find(({ id }) => id === 'hyper-sdxl-8step-lora')!
  expect(settingsLine(hyper)).toBe('8 steps, ddim, simple, cfg 1, strength 1 (often 0.75)')
})
