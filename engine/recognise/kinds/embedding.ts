import { type Family, familyOfTokens } from '../../checkpoint/family.ts'
import type { Safetensors } from '../../checkpoint/files/safetensors.ts'
import type { Finding } from '../description.ts'
import { firstLike } from './any-key.ts'

/** Textual inversion — Gal et al. 2022, arXiv:2208.01618: the vectors of one new word; text/embedding-file.ts reads them. */
export function recogniseEmbedding(file: Safetensors): Finding | null {
  const { tensors } = file
  if (tensors.has('clip_g')) return { kind: 'embedding', family: 'sdxl' }
  const vectors = firstLike(file, /^(emb_params$|clip_l$|string_to_param\.)/) ?? onlyTensor(file)
  return vectors ? { kind: 'embedding', family: familyOfTokens(vectors.shape.at(-1)) } : null
}

/** diffusers names the only tensor after the word. */
function onlyTensor({ tensors }: Safetensors) {
  const [info, ...others] = tensors.values()
  return info && others.length === 0 && info.shape.length <= 2 ? info : undefined
}

/** Hypernetworks: small networks between the prompt and the attention, named by the attention's width. */
export function recogniseHypernetwork({ tensors }: Safetensors): Finding | null {
  const widths = [...tensors.keys()].map(
    key => /^(320|640|768|1024|1280)\.[01]\.(linear\.)?\d+\.weight$/.exec(key)?.[1],
  )
  if (widths.length === 0 || !widths.some(Boolean)) return null
  const family: Family = widths.includes('1024') ? 'sd2' : widths.includes('768') ? 'sd1' : 'unknown'
  return { kind: 'hypernetwork', family }
}
