import { readFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { z } from 'zod'
import type { Safetensors, Tensors } from '../../checkpoint/files/safetensors.ts'
import { mixtureLayers } from '../../checkpoint/keys/mixture-keys.ts'
import type { Experts } from '../types.ts'

/** What segmoe writes about a mixture: in the metadata of one file, or in the `config.json` of a folder of diffusers. */
const segmoeConfig = z.object({
  num_experts_per_tok: z.number().int().min(1).max(64).catch(1),
  experts: z
    .array(z.object({ source_model: z.string().max(1000) }))
    .max(64)
    .catch([]),
})

/**
 * The experts in a file, as its own words say how many act; without words it is one, as in segmoe.
 *
 * @param unet  under CompVis' names
 * @returns     undefined for a plain UNet
 */
export async function expertsOf({ path, metadata }: Safetensors, unet: Tensors): Promise<Experts | undefined> {
  const mixture = mixtureLayers(unet)
  if (!mixture) return undefined
  const config = segmoeConfig.safeParse(parsed(metadata.segmoe_config) ?? (await besideFile(path))).data
  const sources = config?.experts ?? []
  const names = Array.from({ length: mixture.experts }, (_, i) => nameOf(sources[i]?.source_model) ?? `Expert ${i + 1}`)
  return { count: Math.min(config?.num_experts_per_tok ?? 1, mixture.experts), names }
}

async function besideFile(path: string): Promise<unknown> {
  const text = await readFile(join(dirname(path), 'config.json'), 'utf8').catch(() => undefined)
  const config = z.object({ segmoe_config: z.unknown() }).safeParse(parsed(text)).data
  return config?.segmoe_config
}

function parsed(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text)
  } catch {
    return undefined
  }
}

/** `…/juggernaut.safetensors` and `Lykon/dreamshaper-8` by their last part. */
const nameOf = (source: string | undefined): string | undefined =>
  source === undefined ? undefined : basename(source).replace(/\.(safetensors|ckpt)$/, '') || undefined
