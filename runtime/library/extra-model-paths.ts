import { readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, resolve } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import { type Folders, folderKey, joinFolders } from './folders.ts'

/** The folders of an extra_model_paths.yaml, in two groups by where they are searched. */
export interface ExtraFolders {
  /** Of sections that say `is_default: true`: searched before all others. */
  readonly first: Folders
  readonly last: Folders
}

/** An extra_model_paths.yaml that cannot be read. */
export class ExtraPathsError extends Error {
  override readonly name = 'ExtraPathsError'
  readonly code = 'extra-model-paths'
}

const section = z.record(z.string(), z.union([z.string(), z.boolean(), z.number(), z.null()]))
const sections = z.record(z.string(), section.nullable())

const notFolders = new Set(['base_path', 'is_default', 'download_model_base', 'custom_nodes'])

/**
 * Reads ComfyUI's extra_model_paths.yaml: sections of `folder: path`, where a value may list several paths on lines
 * of its own, paths are relative to `base_path`, and `base_path` to the file itself.
 *
 * @throws ExtraPathsError naming the file, and the section where something is not as expected
 */
export async function readExtraModelPaths(file: string): Promise<ExtraFolders> {
  const text = await readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    const why = cause.code === 'ENOENT' ? 'does not exist' : `cannot be read (${cause.code})`
    throw new ExtraPathsError(`${file} ${why}`, { cause })
  })
  return extraFolders(text, file)
}

/** @throws ExtraPathsError as `readExtraModelPaths` */
export function extraFolders(text: string, file: string): ExtraFolders {
  const checked = sections.safeParse(parsed(text, file) ?? {})
  if (!checked.success) {
    const [issue] = checked.error.issues
    throw new ExtraPathsError(
      `${file}: ${issue?.path.join('.') || 'the file'} is not what an extra_model_paths.yaml holds; ` +
        `expected sections with lines like 'checkpoints: models/checkpoints/'`,
    )
  }
  const extra = { first: {} as Folders, last: {} as Folders }
  for (const each of Object.values(checked.data)) {
    if (!each) continue
    const place = each.is_default === true ? 'first' : 'last'
    extra[place] = joinFolders(extra[place], sectionFolders(each, dirname(resolve(file))))
  }
  return extra
}

/** A list of folders is short, and YAML's parser takes seconds for a few hundred braces inside each other. */
const longest = 20_000
const mostBrackets = 100

function parsed(text: string, file: string): unknown {
  if (text.length > longest)
    throw new ExtraPathsError(`${file} has ${text.length} characters; a list of folders has at most ${longest}`)
  if (text.split(/[{[]/).length > mostBrackets)
    throw new ExtraPathsError(`${file} has more than ${mostBrackets} brackets; a list of folders needs none`)
  try {
    return parse(text, { logLevel: 'error' })
  } catch (cause) {
    throw unreadable(file, cause)
  }
}

function unreadable(file: string, cause: unknown): ExtraPathsError {
  const reason = cause instanceof Error ? cause.message.split('\n')[0] : String(cause)
  return new ExtraPathsError(`${file} cannot be read as YAML: ${reason}`, { cause })
}

function sectionFolders(lines: z.infer<typeof section>, home: string): Folders {
  const base = typeof lines.base_path === 'string' ? resolve(home, expand(lines.base_path)) : home
  const lists = Object.entries(lines).filter(
    (entry): entry is [string, string] => !notFolders.has(entry[0]) && typeof entry[1] === 'string',
  )
  return joinFolders(...lists.map(([key, value]) => ({ [folderKey(key)]: paths(value, base) })))
}

const paths = (lines: string, base: string): string[] =>
  lines
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '')
    .map(line => resolve(base, expand(line)))

/** `~` and `$NAME`, `${NAME}`, `%NAME%` as the shell would; an unknown name stays as written. */
const expand = (path: string): string =>
  path
    .replace(/^~(?=$|[/\\])/, homedir())
    .replace(/\$\{(\w+)\}|\$(\w+)|%(\w+)%/g, (whole, a, b, c) => process.env[a ?? b ?? c] ?? whole)
