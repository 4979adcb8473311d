import type { Safetensors } from '../checkpoint/files/safetensors.ts'
import { factsOf, fits, type HeaderFacts, type Layout, type Signs } from './signs.ts'

/** A row of a table with the signs of its file, and the kind and family of that file. */
export type Recognisable = Signs & {
  readonly kind: 'lora' | 'unet' | 'checkpoint'
  readonly family: 'sd1' | 'sd2' | 'sdxl'
}

export interface Table<R> {
  readonly layouts: readonly Layout[]
  readonly rows: readonly R[]
}

export interface FileSigns {
  /** With or without folders and extension. */
  readonly name: string
  /** null where only the name is known. */
  readonly header: Safetensors | null
  /** Of the whole file, in lower-case hexadecimal; computed only where it can decide. */
  readonly sha256?: string | undefined
}

/** The sign that decided: a hash is certain; a title inside the file or its name is nearly certain; a layout is a guess. */
export type RecognisedBy = 'hash' | 'title' | 'name' | 'layout'

export interface Recognised<R> {
  readonly by: RecognisedBy
  /** The most likely one first; never empty. Where there are several, the user must select one. */
  readonly rows: readonly R[]
}

/**
 * The rows of a table that may describe a file: by its hash, else by the layout of its tensors together with the title inside
 * it, else by its name. A name counts only where the header does not contradict it.
 *
 * @returns null for a file that no row describes
 */
export function recognise<R extends Recognisable>(table: Table<R>, file: FileSigns): Recognised<R> | null {
  const known = file.sha256 === undefined ? [] : table.rows.filter(row => row.sha256.includes(file.sha256!))
  if (known.length > 0) return { by: 'hash', rows: known }
  const facts = file.header && factsOf(file.header)
  const laidOut = facts ? table.rows.filter(row => fitsAny(facts, table, row)) : []
  for (const [by, name] of [...titlesOf(facts).map(title => ['title', title] as const), ['name', file.name] as const]) {
    const named = table.rows.filter(row => isNamed(row, name) && (!facts || mayBe(facts, row)))
    if (named.length === 0) continue
    const agreed =
      facts && laidOut.length > 0
        ? named.filter(row => row.layouts.length === 0 || fitsAny(facts, table, row, false))
        : named
    // The layout contradicts the name: both are candidates.
    if (agreed.length === 0) return { by: 'layout', rows: [...named, ...laidOut] }
    return { by, rows: agreed }
  }
  return laidOut.length > 0 ? { by: 'layout', rows: laidOut } : null
}

/** Whether the file's hash could decide between the rows. Hashing gigabytes takes seconds. */
export const wantsHash = (found: Recognised<Signs> | null): boolean =>
  found !== null && found.rows.length > 1 && found.rows.some(({ sha256 }) => sha256.length > 0)

function fitsAny(facts: HeaderFacts, { layouts }: Table<unknown>, row: Signs, precise?: boolean): boolean {
  return layouts.some(layout => row.layouts.includes(layout.id) && fits(facts, layout, precise))
}

/** Whether kind and family allow the row. */
function mayBe({ kind, family }: HeaderFacts, row: Recognisable): boolean {
  const isModel = kind === 'unet' || kind === 'checkpoint'
  const isRight = row.kind === 'lora' ? kind === 'lora' : isModel
  return isRight && (family === 'unknown' || family === row.family)
}

const isNamed = ({ names }: Signs, name: string): boolean => {
  const plain = plainName(name)
  return names.some(pattern => pattern.test(plain))
}

/** `sd15/Hyper_SD15.1step lora.safetensors` → `hyper-sd15-1step-lora` */
const plainName = (name: string): string =>
  name
    .split(/[\\/]/)
    .at(-1)!
    .toLowerCase()
    .replace(/\.(safetensors|sft|ckpt|pth?|bin)$/, '')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')

/** The titles that trainers write into the metadata. */
const titlesOf = (facts: HeaderFacts | null): string[] =>
  ['ss_output_name', 'modelspec.title'].flatMap(key => facts?.metadata[key] ?? [])
