import { rename, stat } from 'node:fs/promises'
import { basename, dirname, extname, join, resolve, sep } from 'node:path'
import { fileName } from '../../../engine/file-name.ts'
import { parseJson } from '../../../graph/json.ts'
import { isPrompt } from '../../../graph/prompt.ts'
import type { FileOnDisk, SaveAnswer, SavedFile } from '../../contract/answers.ts'
import type { Arguments } from '../../contract/requests.ts'
import type { Shell } from '../page/shell.ts'
import type { ChosenFiles } from './chosen-files.ts'
import { conflictWith, workflowIn } from './conflict.ts'
import { titleOf } from './list-workflows.ts'
import { claim, findFile, versionOf, writeExpected } from './write-expected.ts'

interface Surroundings {
  readonly savedFolder: string
  readonly examplesFolder: string
  readonly shell: Shell
  readonly chosen: ChosenFiles
  noteRecent(path: string): Promise<void>
}

type Order = Arguments<'workflow:save'>[0]
type Place = Omit<Order, 'text'>

/** Saves without ever replacing a file that the window did not mean. */
export function createSaving({ savedFolder, examplesFolder, shell, chosen, noteRecent }: Surroundings) {
  const inTurn = oneAtATime()

  /** Where to write: the place that is given, or that the user chooses. null when cancelled. */
  async function targetOf({ path, known }: Place, suggested: string): Promise<string | null> {
    const suggestion = known ? join(dirname(known.path), suggested) : suggested
    const picked = path ?? (shell.dialogs ? await shell.pickSaveTarget(suggestion) : join(savedFolder, suggested))
    if (picked === null) return null
    const full = resolve(picked)
    if (path === null) chosen.trust([full])
    await chosen.mustBeChosen(full)
    if (full.startsWith(join(examplesFolder, sep)))
      throw new Error(`${full} comes with Leapgraph; save it under a new name.`)
    return full
  }

  async function write(target: string, content: string | Uint8Array, place: Place): Promise<SaveAnswer> {
    const answer = await inTurn(() => writePlace(target, content, place))
    if ('saved' in answer) chosen.trust([answer.saved.path])
    return answer
  }

  return {
    async save({ text, ...place }: Order): Promise<SaveAnswer> {
      const target = await targetOf(place, nameFor(place.name, '.json'))
      if (target === null) return null
      if (!(await workflowIn(text))) throw new Error(`${titleOf(target)} was not saved: its text is not a workflow.`)
      const answer = await write(target, text, place)
      if (answer && 'saved' in answer) await noteRecent(answer.saved.path)
      return answer
    },
    async exportFile({ bytes, ...place }: Place & { readonly bytes: string }): Promise<SaveAnswer> {
      const content = Buffer.from(bytes, 'base64')
      const ending = isPng(content) ? '.png' : '.json'
      if (ending === '.json' && !(await isWorkflowOrPrompt(content)))
        throw new Error(`${place.name} was not exported: it is neither a workflow nor a PNG picture.`)
      const target = await targetOf(place, nameFor(place.name, ending))
      return target === null ? null : write(target, content, place)
    },
    async place({ name, beside }: Arguments<'workflow:place'>[0]): Promise<FileOnDisk> {
      if (beside !== null) await chosen.mustBeChosen(resolve(beside))
      const path = join(beside === null ? savedFolder : dirname(resolve(beside)), nameFor(name, '.json'))
      return { path, version: (await findFile(path))?.version ?? null }
    },
    /** @throws Error when another file has the name */
    async rename({ path, name }: { readonly path: string; readonly name: string }): Promise<SavedFile> {
      const from = resolve(path)
      await chosen.mustBeChosen(from)
      const file = await findFile(from)
      if (!file) throw new Error(`${from} is no longer there. Save the workflow to write it again.`)
      const to = join(dirname(from), nameFor(name, extname(from)))
      await inTurn(() => move(from, to))
      chosen.trust([to])
      await noteRecent(to)
      return { path: to, version: file.version, title: titleOf(to), wasGone: false }
    },
  }
}

/** One after the other: two windows cannot both find the file that they expect, and then replace each other's. */
function oneAtATime() {
  let last: Promise<unknown> = Promise.resolve()
  return <T>(action: () => Promise<T>): Promise<T> => {
    const result = last.then(action)
    last = result.catch(() => {})
    return result
  }
}

type Written = NonNullable<SaveAnswer>

async function writePlace(target: string, content: string | Uint8Array, { known, ifTaken }: Place): Promise<Written> {
  const expected = known && resolve(known.path) === target ? known.version : null
  const version = versionOf(content)
  const done = await writeExpected(target, content, expected)
  if (typeof done === 'string') {
    const wasGone = done === 'made' && expected !== null
    return { saved: { path: target, version, title: titleOf(target), wasGone } }
  }
  if (ifTaken !== 'number') return { conflict: await conflictWith(target, done, expected, content) }
  const path = await writeNumbered(target, content)
  return { saved: { path, version, title: titleOf(path), wasGone: false } }
}

/** Under the first free name of `name (1)`, `name (2)` … A name that has such a number goes on from there. */
async function writeNumbered(target: string, content: string | Uint8Array): Promise<string> {
  const title = titleOf(target)
  const number = Number(/ \((\d{1,4})\)$/.exec(title)?.[1] ?? 0)
  const stem = number === 0 ? title : title.slice(0, title.lastIndexOf(' ('))
  for (let next = number + 1; ; next++) {
    const path = join(dirname(target), nameFor(stem, ` (${next})${extname(target)}`))
    if ((await writeExpected(path, content, null)) === 'made') return path
  }
}

/** The name of a file with this ending, which a user may have typed too. */
function nameFor(title: string, ending: string): string {
  const isTyped = title.toLowerCase().endsWith(ending.toLowerCase())
  return fileName(isTyped ? title.slice(0, -ending.length) : title, { ending, otherwise: 'workflow' })
}

async function move(from: string, to: string): Promise<void> {
  if (from === to) return
  // A disk that ignores case has the same file under both names.
  if (await isSameFile(from, to)) return rename(from, to)
  if (!(await claim(from, to))) throw new Error(`There is a file ${basename(to)} already. Choose another name.`)
}

async function isSameFile(one: string, other: string): Promise<boolean> {
  const [a, b] = await Promise.all([stat(one), stat(other).catch(() => null)])
  return a.ino === b?.ino && a.dev === b.dev && basename(one).toLowerCase() === basename(other).toLowerCase()
}

async function isWorkflowOrPrompt(bytes: Uint8Array): Promise<boolean> {
  const text = new TextDecoder().decode(bytes)
  try {
    return (await workflowIn(text)) !== null || isPrompt(parseJson(text))
  } catch {
    return false
  }
}

const isPng = (bytes: Uint8Array): boolean => [...bytes.subarray(0, 8)].join() === '137,80,78,71,13,10,26,10'
