import { basename, dirname } from 'node:path'
import { expect, test } from 'vitest'
import { functionsIn } from './functions.ts'
import { sources, target } from './tree.ts'

/** A reader takes in a file, a function and a folder at once. */

/** Folders of many files that are alike: one file, one thing. */
const collections: readonly string[] = ['engine/sampling/samplers']

/** Functions that may be longer than 60 lines, with a reason each: file and function → how long they may be. */
const longFunctions: Readonly<Record<string, number>> = {}

const print = (title: string, rows: readonly string[]) => console.log([title, ...rows].join('\n  '))

test('no file is longer than 400 lines', () => {
  const longest = sources.toSorted((a, b) => b.lines - a.lines).slice(0, 10)
  print(
    'the ten longest files:',
    longest.map(({ path, lines }) => `${lines} ${path}`),
  )
  expect(longest.filter(({ lines }) => lines > 400).map(({ path }) => path)).toEqual([])
})

test('no function is longer than 60 lines', () => {
  const long = sources.flatMap(({ path, text, lines }) =>
    (lines > 60 ? functionsIn(path, text) : [])
      .filter(({ lines }) => lines > 60)
      .map(({ name, lines }) => ({ name: `${basename(path)} ${name}`, path, lines })),
  )
  expect(long.filter(({ name, lines }) => lines > (longFunctions[name] ?? 60))).toEqual([])
  const stale = Object.keys(longFunctions).filter(name => !long.some(one => one.name === name))
  expect(stale, 'short by now: delete them from longFunctions').toEqual([])
})

test('no folder holds more than 15 source files', () => {
  const counts = Map.groupBy(sources, ({ path }) => dirname(path))
  const full = [...counts].filter(([folder, files]) => files.length > 15 && !collections.includes(folder))
  expect(full.map(([folder, files]) => `${folder}: ${files.length} files`)).toEqual([])
})

test('short files with one importer are listed: they may belong into it', () => {
  const importers = new Map<string, string[]>()
  for (const source of sources)
    for (const one of source.imports) {
      const path = target(source, one)
      if (path !== undefined) importers.set(path, [...(importers.get(path) ?? []), source.path])
    }
  const crumbs = sources.filter(
    ({ path, lines, room }) => lines < 40 && room !== 'nodes' && new Set(importers.get(path)).size === 1,
  )
  print(
    `${crumbs.length} files below 40 lines have one importer:`,
    crumbs.map(({ path, lines }) => `${lines} ${path} ← ${importers.get(path)![0]}`),
  )
})

test('no folder is a drawer for leftovers', () => {
  const drawers = /(^|\/)(utils?|helpers?|common|shared|misc|managers?|services?)(\/|\.ts$|-)/
  expect(sources.map(({ path }) => path).filter(path => drawers.test(path))).toEqual([])
})
