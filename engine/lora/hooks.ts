import type { FileRef } from '../checkpoint/files/file-ref.ts'
import type { Keyframe, Keyframes } from './keyframes.ts'
import type { LoraUse } from './use.ts'

/** A LoRA that belongs to a prompt: it acts only where that prompt is evaluated, and its strength may change on the way. */
export interface LoraHook {
  readonly file: FileRef
  readonly model: number
  readonly clip: number
  /** The file is a model of the same family, which acts as the LoRA that leads to it. */
  readonly isModel?: true
  /** How many hooks with the same file and strengths came before it: they add up. */
  readonly nth: number
  /** Absent: the strength stays. */
  readonly keyframes?: Keyframes
}

/** In the order in which they were made. */
export type Hooks = readonly LoraHook[]

/** Hooks with one more LoRA. */
export function withHook(hooks: Hooks = [], hook: Omit<LoraHook, 'nth'>): Hooks {
  const nth = hooks.filter(other => isSame({ ...other, nth: 0 }, { ...hook, nth: 0 })).length
  return [...hooks, { ...hook, nth }]
}

/** All hooks of several groups; one that is in two of them counts once, with the keyframes of the first. */
export const combineHooks = (...groups: readonly (Hooks | undefined)[]): Hooks =>
  groups.flatMap(group => group ?? []).filter((hook, i, all) => all.findIndex(other => isSame(other, hook)) === i)

/** A hook as a LoRA of some strength. */
export const asUse = ({ file, isModel }: LoraHook, strength: number): LoraUse => ({
  ...{ file, strength },
  ...(isModel && { isModel }),
})

export const isSame = (a: LoraHook, b: LoraHook): boolean =>
  a.file.path === b.file.path && a.model === b.model && a.clip === b.clip && a.nth === b.nth

/** A range of the sampling, and the factor of each hook in it. */
export interface HookSpan {
  readonly start: number
  readonly end: number
  readonly factors: readonly number[]
}

/** The ranges of the sampling in which no factor changes: a text is encoded once in each (ComfyUI's clip schedule). */
export function hookSpans(hooks: Hooks): readonly HookSpan[] {
  const schedules = hooks.map(({ keyframes }) => spansOf(keyframes ?? []))
  const ends = new Set([0, ...schedules.flat().flatMap(({ start, end }) => [start, end])])
  const bounds = [...ends].toSorted((a, b) => a - b)
  return bounds.slice(1).map((end, i) => {
    const start = bounds[i]!
    const factors = schedules.map(spans => spans.find(span => span.start < end && span.end > start)?.factor ?? 1)
    return { start, end, factors }
  })
}

/** Where each factor counts. Of keyframes that start together the last counts, and equal ones in a row are one. */
function spansOf(keyframes: Keyframes): { start: number; end: number; factor: number }[] {
  let before: Keyframe = keyframes[0] ?? { start: 0, factor: 1, guaranteed: false }
  const spans = []
  for (const keyframe of keyframes) {
    if (keyframe.start === before.start) before = keyframe
    else if (!isClose(keyframe.factor, before.factor)) {
      spans.push({ start: before.start, end: keyframe.start, factor: before.factor })
      before = keyframe
    }
  }
  return isClose(before.start, 1) ? spans : [...spans, { start: before.start, end: 1, factor: before.factor }]
}

const isClose = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b))
