import { readdir, readFile, stat } from 'node:fs/promises'
import { join, parse } from 'node:path'
import { z } from 'zod'
import { filesNamed } from '../../../graph/document/files-named.ts'
import { parseJson } from '../../../graph/json.ts'
import type { Specs } from '../../../graph/prompt.ts'
import { checkWorkflow } from '../../../graph/workflow.ts'
import type { Example, Examples, ListedWorkflow } from '../../contract/answers.ts'
import { isThere } from '../../is-there.ts'

/** The workflows to choose from: saved ones, recent files, and the examples that ship. */
export async function listWorkflows(
  savedFolder: string,
  recent: readonly string[],
  examplesFolder: string,
  specs: Specs,
): Promise<Examples> {
  const [saved, opened, examples, forYourModels] = await Promise.all([
    listFolder(savedFolder),
    Promise.all(recent.map(listedFile)),
    listFolder(examplesFolder),
    listFolder(join(examplesFolder, 'for-your-models')),
  ])
  const about = (example: ListedWorkflow) => withAbout(example, examplesFolder, specs)
  return {
    saved: saved.toSorted((a, b) => b.modified - a.modified),
    recent: opened.filter(each => each !== null),
    examples: await Promise.all(examples.map(about)),
    forYourModels: await Promise.all(forYourModels.map(about)),
  }
}

async function listFolder(folder: string): Promise<ListedWorkflow[]> {
  const names = await readdir(folder).catch(() => [])
  const found = await Promise.all(
    names.filter(name => name.endsWith('.json')).map(name => listedFile(join(folder, name))),
  )
  return found.filter(each => each !== null)
}

const listedFile = (path: string): Promise<ListedWorkflow | null> =>
  stat(path).then(
    ({ mtimeMs }) => ({ path, title: titleOf(path), modified: mtimeMs }),
    () => null,
  )

/** A shipped workflow with its name and description, its picture, and the files it names. */
async function withAbout(listed: ListedWorkflow, folder: string, specs: Specs): Promise<Example> {
  const workflow = checkWorkflow(parseJson(await readFile(listed.path, 'utf8')))
  const { name = listed.title, description = '' } = info.parse(workflow.extra?.info)
  const picture = `${listed.title}.png`
  const hasPicture = await isThere(join(folder, 'pictures', picture))
  return {
    ...listed,
    id: listed.title,
    title: name,
    about: description,
    files: filesNamed(workflow, specs),
    picture: hasPicture ? `view?example=${encodeURIComponent(picture)}` : null,
  }
}

/** As ComfyUI's templates hold it. */
const info = z.object({ name: z.string(), description: z.string() }).partial().catch({})

/** The name of a file without its folder and its ending. */
export const titleOf = (path: string): string => parse(path).name
