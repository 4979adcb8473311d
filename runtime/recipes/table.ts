import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { z } from 'zod'
import type { Table } from '../../engine/recipes/recognise.ts'
import { type Layout, layout, type Signs, signs } from '../../engine/recipes/signs.ts'
import { type Recipe, recipe } from '../../graph/recipes/recipe.ts'
import builtIn from './recipes.json' with { type: 'json' }

/** The settings a file is made for, and the signs it is recognised by. */
export type Row = Recipe & Signs
export type RecipeTable = Table<Row>

export interface ReadTable {
  readonly table: RecipeTable
  /** A sentence for each row that was left out, naming the file and the row. */
  readonly problems: readonly string[]
}

const row = z.strictObject({ ...recipe.shape, ...signs })
const written = z.object({ layouts: z.array(z.unknown()).default([]), recipes: z.array(z.unknown()).default([]) })

/** The table that ships. Its rows are right: a test reads them all. */
export const builtInRecipes: RecipeTable = readTable(builtIn, 'recipes.json').table

/**
 * The table that ships with a user's own rows before it, from `recipes.json` in the user folder: same form, and a row
 * with the id of a shipped one takes its place. A file that is not there is not a problem; a wrong row is left out and the others stay.
 */
export async function openRecipes(userFolder: string): Promise<ReadTable> {
  const path = join(userFolder, 'recipes.json')
  try {
    const own = readTable(JSON.parse(await readFile(path, 'utf8')), path, builtInRecipes.layouts)
    const ids = new Set(own.table.rows.map(({ id }) => id))
    const shipped = builtInRecipes.rows.filter(({ id }) => !ids.has(id))
    return { table: { ...own.table, rows: [...own.table.rows, ...shipped] }, problems: own.problems }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { table: builtInRecipes, problems: [] }
    return { table: builtInRecipes, problems: [`${path} cannot be read: ${(error as Error).message}`] }
  }
}

/** @param known  layouts that rows may name beside those of the file itself */
export function readTable(data: unknown, path: string, known: readonly Layout[] = []): ReadTable {
  const file = basename(path)
  const whole = written.safeParse(data)
  if (!whole.success)
    return {
      table: { layouts: known, rows: [] },
      problems: [`${file}: expected {"layouts": […], "recipes": […]}; see docs/few-step-files.md`],
    }
  const problems: string[] = []
  const check = <T>(schema: z.ZodType<T>, what: string, items: readonly unknown[]): T[] =>
    items.flatMap((item, index) => {
      const read = schema.safeParse(item)
      if (read.success) return [read.data]
      problems.push(`${file} ${what} ${index + 1}${nameOf(item)}: ${read.error.issues.map(issueText).join('; ')}`)
      return []
    })
  const layouts = [...known, ...check(layout, 'layout', whole.data.layouts)]
  const named = row.refine(({ layouts: used }) => used.every(id => layouts.some(layout => layout.id === id)), {
    path: ['layouts'],
    error: ({ input }) =>
      `there is no layout ${(input as Row).layouts.find(id => !layouts.some(each => each.id === id))}`,
  })
  return { table: { layouts, rows: check(named, 'row', whole.data.recipes) }, problems }
}

/** What a window needs: the settings, without the signs of the files. */
export const recipesOf = ({ rows }: Pick<RecipeTable, 'rows'>): Recipe[] =>
  rows.map(({ sha256: _hash, layouts: _layouts, names: _names, ...recipe }) => recipe)

const nameOf = (item: unknown): string =>
  typeof item === 'object' && item !== null && 'id' in item && typeof item.id === 'string' ? ` (${item.id})` : ''

const issueText = ({ path, message, code, ...issue }: z.core.$ZodIssue): string => {
  if (code === 'unrecognized_keys') return `no such field: ${(issue as { keys: string[] }).keys.join(', ')}`
  return `${path.join('.')}: ${message}`
}
