import {
  type ClipKind,
  type Family,
  familyNames,
  isOpen,
  type LatentSpace,
  latentNames,
  latentNumbers,
  latentsOf,
  sameLatents,
} from '../../engine/checkpoint/family.ts'
import { partNames } from '../../engine/recognise/description.ts'
import { withArticle } from '../../engine/recognise/kind-names.ts'
import { encoderFamily } from '../../engine/recognise/kinds/text-encoder.ts'
import { WorkflowError } from '../../graph/errors.ts'
import type { Plan, Step } from '../../graph/plan.ts'
import { describePlace } from '../../graph/planning/literal.ts'
import type { Specs } from '../../graph/prompt.ts'
import type { PickedFile, PickedFiles } from './picked-files.ts'

/**
 * Checks, from file headers and before anything runs, that everything that meets at a node fits together.
 *
 * Two facts follow the wires, each with the file it comes from: the family of prompts (SD 1.x, SD 2.x, SDXL, its refiner)
 * and the space of latents (SD 1.x and 2.x share one, SDXL and its refiner another, some models have wider ones). A node has the facts of its files and
 * of its wires. Two that differ are an error on that node; an unknown one is not.
 */
export function familyConflicts(plan: Plan, specs: Specs, files: PickedFiles): WorkflowError[] {
  const known = new Map<string, Facts>()
  const errors: WorkflowError[] = []
  for (const step of plan.steps) {
    const met = [...factsOnWires(step, specs, known), ...factsOfFiles(files.get(step.id) ?? [])]
    const facts = agreed(met)
    if (facts) known.set(step.id, facts)
    else errors.push(conflict(step, met))
  }
  return errors
}

/** A fact, the file it comes from, and the input whose wire brings it, if one does. */
interface Said<T> {
  readonly is: T
  readonly file: PickedFile
  readonly wire?: string
}
interface Facts {
  readonly prompts?: Said<Family>
  readonly latents?: Said<LatentSpace>
}

/** Which facts a wire of each type carries. */
const CARRIED: Readonly<Record<string, readonly (keyof Facts)[]>> = {
  MODEL: ['prompts', 'latents'],
  GUIDER: ['prompts', 'latents'],
  CLIP: ['prompts'],
  CONDITIONING: ['prompts', 'latents'],
  CONTROL_NET: ['prompts', 'latents'],
  IPADAPTER: ['prompts'],
  VAE: ['latents'],
  LATENT: ['latents'],
}

/** In the order of the inputs. */
const factsOnWires = (step: Step, specs: Specs, known: ReadonlyMap<string, Facts>): Facts[] =>
  Object.entries(step.inputs).flatMap(([name, input]) => {
    const port = specs.get(step.type)?.inputs[name]
    const facts = input.kind === 'link' ? known.get(input.from) : undefined
    const carried = port?.kind === 'socket' ? CARRIED[port.type] : undefined
    return facts && carried ? [only(facts, carried, name)] : []
  })

const only = ({ prompts, latents }: Facts, carried: readonly (keyof Facts)[], wire: string): Facts => ({
  ...(prompts && carried.includes('prompts') && { prompts: { ...prompts, wire } }),
  ...(latents && carried.includes('latents') && { latents: { ...latents, wire } }),
})

/** Text encoders count together: CLIP-L alone is SD 1.x, CLIP-L and CLIP-G together are SDXL. */
function factsOfFiles(files: readonly PickedFile[]): Facts[] {
  const encoders = files.filter(({ use }) => use === 'text encoder')
  const others = files.filter(({ use }) => use !== 'text encoder')
  const family = encodersFamily(encoders)
  return [
    ...others.map(file =>
      factsOf(file, readsPrompts(file) ? file.description.family : 'unknown', file.description.latents),
    ),
    ...(encoders[0] ? [factsOf(encoders[0], family, 'unknown')] : []),
  ]
}

/** T2I-Adapters do not read prompts: one for SD 1.x fits SD 2.x as well. */
const readsPrompts = ({ description }: PickedFile): boolean => description.kind !== 't2i-adapter'

function factsOf(file: PickedFile, family: Family, latents: LatentSpace): Facts {
  return {
    ...(family !== 'unknown' && { prompts: { is: family, file } }),
    ...(latents !== 'unknown' && { latents: { is: latents, file } }),
  }
}

function encodersFamily(files: readonly PickedFile[]): Family {
  const parts = new Set(files.flatMap(({ description }) => Object.keys(description.parts)))
  const kinds = partNames.filter((name): name is ClipKind => name.startsWith('clip') && name !== 'clipVision')
  const found = kinds.filter(kind => parts.has(kind))
  return found.join() === 'clipG' ? 'sdxl-refiner' : encoderFamily(found)
}

/** @returns null where two differ */
function agreed(met: readonly Facts[]): Facts | null {
  const prompts = met.flatMap(({ prompts }) => prompts ?? [])
  const latents = met.flatMap(({ latents }) => latents ?? [])
  if (differing(prompts, samePrompts) || differing(latents, fitLatents)) return null
  const known = latents.find(({ is }) => !isOpen(is)) ?? latents[0]
  return { ...(prompts[0] && { prompts: prompts[0] }), ...(known && { latents: known }) }
}

/** Two facts that do not fit together. */
function differing<T>(
  said: readonly Said<T>[],
  same: (a: Said<T>, b: Said<T>) => boolean,
): [Said<T>, Said<T>] | undefined {
  for (const one of said) {
    const other = said.find(other => !same(one, other))
    if (other) return [one, other]
  }
  return undefined
}

const samePrompts = (a: Said<Family>, b: Said<Family>): boolean => a.is === b.is

/** LoRAs and adapters read no latents: those for SDXL also fit SDXL models with wider latents. */
function fitLatents(a: Said<LatentSpace>, b: Said<LatentSpace>): boolean {
  if (sameLatents(a.is, b.is)) return true
  const channels = [a, b].map(({ is }) => latentNumbers[is].channels)
  return channels[0] !== channels[1] && ![a, b].every(readsLatents)
}

const readsLatents = ({ file }: Said<LatentSpace>): boolean =>
  ['checkpoint', 'unet', 'vae', 'taesd', 'controlnet'].includes(file.description.kind)

function conflict(step: Step, met: readonly Facts[]): WorkflowError {
  const prompts = differing(
    met.flatMap(({ prompts }) => prompts ?? []),
    samePrompts,
  )
  const latents = differing(
    met.flatMap(({ latents }) => latents ?? []),
    fitLatents,
  )
  const wires = met.flatMap(facts => (prompts ? facts.prompts : facts.latents)?.wire ?? [])
  const place = { nodeId: step.id, nodeType: step.type, title: step.title, wires }
  const why = prompts ? promptsDiffer(...prompts) : latentsDiffer(...latents!)
  return new WorkflowError('wrong-family', `${describePlace(place)}: ${why}`, place)
}

function promptsDiffer(a: Said<Family>, b: Said<Family>): string {
  const [first, second] = [familyNames[a.is], familyNames[b.is]]
  const met = `${a.file.name} is for ${first}, and ${b.file.name} is for ${second}`
  if (latentsOf(a.is) === 'sdxl' && latentsOf(b.is) === 'sdxl')
    return `${met}: base and refiner each need prompts of their own CLIP and LoRAs of their own; only latents go from one to the other.`
  return `${met}; they do not work together: choose ${withArticle(b.file.use)} for ${first}, or ${withArticle(a.file.use)} for ${second}.`
}

function latentsDiffer(a: Said<LatentSpace>, b: Said<LatentSpace>): string {
  const [first, second] = [latentNames[a.is], latentNames[b.is]]
  const met = `${a.file.name} works with latents of ${first}, and ${b.file.name} with latents of ${second}`
  if (a.file.use === b.file.use) return `${met}: decode with the VAE of one and encode with the VAE of the other.`
  return `${met}: choose ${withArticle(b.file.use)} for ${first}, or ${withArticle(a.file.use)} for ${second}.`
}
