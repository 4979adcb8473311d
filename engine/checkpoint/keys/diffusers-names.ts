/**
 * The two ways of naming a UNet's layers. Checkpoints use CompVis' (`input_blocks.4.1.proj_in`), most LoRAs use
 * diffusers' (`down_blocks.1.attentions.0.proj_in`). The numbers depend on how many res blocks a level has, so the
 * table is made from the checkpoint's own keys.
 */

/** Inside a res block. */
export const RES_BLOCK: readonly (readonly [ldm: string, diffusers: string])[] = [
  ['in_layers.0', 'norm1'],
  ['in_layers.2', 'conv1'],
  ['emb_layers.1', 'time_emb_proj'],
  ['out_layers.0', 'norm2'],
  ['out_layers.3', 'conv2'],
  ['skip_connection', 'conv_shortcut'],
]

/** Outside the blocks. */
export const ENDS: readonly (readonly [ldm: string, diffusers: string])[] = [
  ['time_embed.0', 'time_embedding.linear_1'],
  ['time_embed.2', 'time_embedding.linear_2'],
  ['time_embed.cond_proj', 'time_embedding.cond_proj'],
  ['label_emb.0.0', 'add_embedding.linear_1'],
  ['label_emb.0.2', 'add_embedding.linear_2'],
  ['input_blocks.0.0', 'conv_in'],
  ['out.0', 'conv_norm_out'],
  ['out.2', 'conv_out'],
]

/**
 * @param modules  every layer of the UNet by its ldm name, without `.weight`
 * @returns        diffusers name → ldm name
 */
export function diffusersNames(modules: ReadonlySet<string>): Map<string, string> {
  const names = new Map(ENDS.map(([ldm, diffusers]) => [diffusers, ldm]))
  const blocks = [...blockNames(modules)]
  for (const module of modules) {
    const block = blocks.find(([ldm]) => module.startsWith(`${ldm}.`))
    if (!block) continue
    const [ldm, diffusers] = block
    const inner = module.slice(ldm.length + 1)
    const renamed = RES_BLOCK.find(([from]) => from === inner)?.[1] ?? (inner === 'op' ? 'conv' : inner)
    names.set(`${diffusers}.${renamed}`, module)
  }
  return new Map([...names].filter(([, ldm]) => modules.has(ldm)))
}

/** Each part of each block: [ldm prefix, diffusers prefix]. */
function* blockNames(modules: ReadonlySet<string>): Generator<readonly [string, string]> {
  yield* sideNames(modules, { ldm: 'input_blocks', diffusers: 'down_blocks', sampler: 'downsamplers', from: 1 })
  yield* sideNames(modules, { ldm: 'output_blocks', diffusers: 'up_blocks', sampler: 'upsamplers', from: 0 })
  const middle = ['resnets.0', 'attentions.0', 'resnets.1']
  for (const [i, name] of middle.entries()) yield [`middle_block.${i}`, `mid_block.${name}`]
}

interface Side {
  readonly ldm: string
  readonly diffusers: string
  readonly sampler: string
  /** The first block that belongs to a level. */
  readonly from: number
}

function* sideNames(modules: ReadonlySet<string>, side: Side): Generator<readonly [string, string]> {
  const has = partsOf(modules)
  let [level, index] = [0, 0]
  for (let block = side.from; has(`${side.ldm}.${block}`); block++) {
    let endsLevel = false
    for (let part = 0; has(`${side.ldm}.${block}.${part}`); part++) {
      const ldm = `${side.ldm}.${block}.${part}`
      const within = `${side.diffusers}.${level}`
      if (has(`${ldm}.in_layers`)) yield [ldm, `${within}.resnets.${index}`]
      else if (has(`${ldm}.transformer_blocks`)) yield [ldm, `${within}.attentions.${index}`]
      else {
        yield [ldm, `${within}.${side.sampler}.0`]
        endsLevel = true
      }
    }
    if (endsLevel) [level, index] = [level + 1, 0]
    else index++
  }
}

/** A function that tests whether a name is a module or contains one. */
function partsOf(modules: ReadonlySet<string>): (name: string) => boolean {
  const parts = new Set<string>()
  for (const module of modules) {
    parts.add(module)
    for (let dot = module.indexOf('.'); dot > 0; dot = module.indexOf('.', dot + 1)) parts.add(module.slice(0, dot))
  }
  return name => parts.has(name)
}
