import type { FileRef } from '../../checkpoint/files/file-ref.ts'
import { sha256Of } from '../../checkpoint/files/sha256.ts'
import type { LoraUse } from '../../lora/use.ts'
import { remember } from '../../remember.ts'
import type { WeightSource } from '../merge.ts'
import type { StageContext } from '../stage.ts'
import type { Share } from '../types.ts'

/** What a network of a saved file was made of: a file, or two that were merged, with LoRAs on it. */
type Recipe = {
  readonly file?: string
  readonly merge?: { readonly first: Recipe; readonly second: Recipe; readonly shares: readonly Share[] }
  readonly loras?: readonly { readonly file: string; readonly strength: number }[]
  readonly experts?: readonly Recipe[]
}

const hashes = remember<string, string>(64)

/**
 * The metadata that says what a file was made of: `leapgraph.recipe` has the merges and LoRAs of each network,
 * `leapgraph.sources` the SHA-256 of each file. ModelSpec's `modelspec.merged_from` lists the files of a merge.
 * A LoRA whose strength changes during the sampling is named in a notice: a file has the strength of the start.
 *
 * @param networks  by their name in the file: `unet`, `clipL`
 */
export async function provenance(
  networks: Readonly<Record<string, WeightSource>>,
  { signal, notice }: Pick<StageContext, 'signal' | 'notice'>,
): Promise<Readonly<Record<string, string>>> {
  const recipes = Object.entries(networks).map(([name, source]) => [name, recipeOf(source)] as const)
  const files = new Map(
    Object.values(networks)
      .flatMap(filesOf)
      .map(file => [file.path, file]),
  )
  const sources: { readonly file: string; readonly sha256: string }[] = []
  for (const { name, path, fingerprint } of files.values())
    sources.push({ file: name, sha256: await hashes(`${path}\n${fingerprint}`, () => sha256Of(path, signal)) })
  for (const sentence of new Set(Object.values(networks).flatMap(startsOf))) notice(sentence)
  const isMerge = recipes.some(([, { merge }]) => merge)
  return {
    'leapgraph.recipe': JSON.stringify(Object.fromEntries(recipes)),
    'leapgraph.sources': JSON.stringify(sources),
    ...(isMerge && { 'modelspec.merged_from': sources.map(({ file }) => file).join(', ') }),
  }
}

function recipeOf({ file, loras, merge, experts }: WeightSource): Recipe {
  const used = loras.filter(({ strength }) => strength !== 0)
  return {
    ...(merge
      ? { merge: { first: recipeOf(merge.first), second: recipeOf(merge.second), shares: merge.shares } }
      : { file: file.name }),
    ...(used.length > 0 && { loras: used.map(loraInWords) }),
    ...(experts?.built && { experts: experts.built.models.map(recipeOf) }),
  }
}

const loraInWords = ({ file, strength, parts }: LoraUse) => ({
  file: file.name,
  strength,
  ...(parts && { ratios: parts.map(({ ratio }) => ratio) }),
})

function filesOf({ file, loras, merge, experts }: WeightSource): FileRef[] {
  const own = merge ? [...filesOf(merge.first), ...filesOf(merge.second)] : [file]
  const others = experts?.built?.models.flatMap(filesOf) ?? []
  return [...own, ...others, ...loras.filter(({ strength }) => strength !== 0).map(lora => lora.file)]
}

/** What a person is told of strengths that a file cannot have. */
function startsOf({ loras, merge, experts }: WeightSource): string[] {
  const own = loras
    .filter(({ curve }) => curve)
    .map(
      ({ file, strength }) =>
        `The strength of ${file.name} changes during the sampling. The saved file has that of the start, ${strength}.`,
    )
  const parts = [...(merge ? [merge.first, merge.second] : []), ...(experts?.built?.models ?? [])]
  return [...own, ...parts.flatMap(startsOf)]
}
