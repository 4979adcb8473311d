import type { Safetensors, Tensors } from '../files/safetensors.ts'

/** The names of transformers → those of Depth Anything's authors. */
const RENAMES: readonly (readonly [from: RegExp, to: string])[] = [
  [/^backbone\.embeddings\.cls_token$/, 'pretrained.cls_token'],
  [/^backbone\.embeddings\.position_embeddings$/, 'pretrained.pos_embed'],
  [/^backbone\.embeddings\.patch_embeddings\.projection\./, 'pretrained.patch_embed.proj.'],
  [/^backbone\.layernorm\./, 'pretrained.norm.'],
  [/^backbone\.encoder\.layer\.(\d+)\./, 'pretrained.blocks.$1.'],
  [/\.attention\.attention\.(query|key|value)\./, '.attn.$1.'],
  [/\.attention\.output\.dense\./, '.attn.proj.'],
  [/\.layer_scale([12])\.lambda1$/, '.ls$1.gamma'],
  [/^neck\.reassemble_stage\.layers\.(\d)\.projection\./, 'depth_head.projects.$1.'],
  [/^neck\.reassemble_stage\.layers\.(\d)\.resize\./, 'depth_head.resize_layers.$1.'],
  [/^head\.conv1\./, 'depth_head.scratch.output_conv1.'],
  [/^head\.conv2\./, 'depth_head.scratch.output_conv2.0.'],
  [/^head\.conv3\./, 'depth_head.scratch.output_conv2.2.'],
]

/** transformers counts the four fusions from the smallest map, the authors from the largest. */
function nameOf(key: string): string {
  const [, layer, rest] = /^neck\.convs\.(\d)\.(.*)$/.exec(key) ?? []
  if (layer !== undefined) return `depth_head.scratch.layer${Number(layer) + 1}_rn.${rest}`
  const [, fusion, part] = /^neck\.fusion_stage\.layers\.(\d)\.(.*)$/.exec(key) ?? []
  if (fusion !== undefined)
    return `depth_head.scratch.refinenet${4 - Number(fusion)}.${part!
      .replace(/^projection\./, 'out_conv.')
      .replace(/^residual_layer(\d)\.convolution(\d)\./, 'resConfUnit$1.conv$2.')}`
  return RENAMES.reduce((name, [from, to]) => name.replace(from, to), key)
}

/** The tensors of Depth Anything v2 under its authors' names; null for another file. */
export function depthTensors({ tensors }: Safetensors): Tensors | null {
  const renamed = new Map([...tensors].map(([key, info]) => [nameOf(key), info]))
  const isIt = renamed.has('pretrained.pos_embed') && renamed.has('depth_head.scratch.refinenet1.out_conv.weight')
  return isIt ? renamed : null
}
