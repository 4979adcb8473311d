import { expect, test } from 'vitest'
import { openSafetensors } from '../../../engine/checkpoint/files/safetensors.ts'
import { loraNames } from '../../../engine/lora/names.ts'
import { layouts } from '../../../server/bench/layout/checkpoints.ts'
import { golden } from '../checkpoint/files.ts'

const below = (keys: Iterable<string>, prefix: string) =>
  [...keys].filter(key => key.startsWith(prefix)).map(key => key.slice(prefix.length))

const sd15 = below(
  layouts.sd15.tensors().map(({ name }) => name),
  'model.diffusion_model.',
)
const sdxl = below(
  (await openSafetensors(golden('pipelines/tiny_sdxl.safetensors'))).tensors.keys(),
  'model.diffusion_model.',
)

/** diffusers' name → CompVis' for every part of a UNet with two res blocks a level, by the numbers that diffusers' own converter uses. */
function* blocks(
  levels: number,
  attends: { readonly down: readonly boolean[]; readonly up: readonly boolean[] },
): Generator<readonly [diffusers: string, ldm: string]> {
  for (let x = 0; x < levels; x++) {
    for (let i = 0; i < 2; i++) {
      yield [`down_blocks.${x}.resnets.${i}.conv1`, `input_blocks.${1 + 3 * x + i}.0.in_layers.2`]
      yield [`down_blocks.${x}.resnets.${i}.time_emb_proj`, `input_blocks.${1 + 3 * x + i}.0.emb_layers.1`]
      if (attends.down[x]) yield [`down_blocks.${x}.attentions.${i}.proj_in`, `input_blocks.${1 + 3 * x + i}.1.proj_in`]
    }
    if (x < levels - 1) yield [`down_blocks.${x}.downsamplers.0.conv`, `input_blocks.${3 * (x + 1)}.0.op`]
    for (let i = 0; i < 3; i++) {
      yield [`up_blocks.${x}.resnets.${i}.conv2`, `output_blocks.${3 * x + i}.0.out_layers.3`]
      yield [`up_blocks.${x}.resnets.${i}.conv_shortcut`, `output_blocks.${3 * x + i}.0.skip_connection`]
      const attn = 'transformer_blocks.0.attn2.to_out.0'
      if (attends.up[x]) yield [`up_blocks.${x}.attentions.${i}.${attn}`, `output_blocks.${3 * x + i}.1.${attn}`]
    }
    const place = attends.up[x] ? 2 : 1
    if (x < levels - 1) yield [`up_blocks.${x}.upsamplers.0.conv`, `output_blocks.${3 * x + 2}.${place}.conv`]
  }
  yield ['mid_block.resnets.0.conv1', 'middle_block.0.in_layers.2']
  yield ['mid_block.attentions.0.proj_out', 'middle_block.1.proj_out']
  yield ['mid_block.resnets.1.conv2', 'middle_block.2.out_layers.3']
  yield ['time_embedding.linear_1', 'time_embed.0']
  yield ['conv_in', 'input_blocks.0.0']
  yield ['conv_out', 'out.2']
}

test.each([
  ['SD 1.5', sd15, 4, { down: [true, true, true, false], up: [false, true, true, true] }],
  ['SDXL', sdxl, 3, { down: [false, true, true], up: [true, true, false] }],
] as const)(
  'every diffusers name of %s’s layers means the same layer as in diffusers’ converter',
  (_, keys, levels, attends) => {
    const names = loraNames('unet', keys)
    for (const [diffusers, ldm] of blocks(levels, attends)) {
      expect([diffusers, names.get(`lora_unet_${diffusers.replaceAll('.', '_')}`)]).toEqual([diffusers, ldm])
      expect([diffusers, names.get(`unet.${diffusers}`)]).toEqual([diffusers, ldm])
    }
  },
)

test('SDXL’s size conditioning has a name too', () => {
  expect(loraNames('unet', sdxl).get('lora_unet_add_embedding_linear_2')).toBe('label_emb.0.2')
})

test('a LoRA on every layer that Hyper-SD changes has 278 of them in SD 1.5', () => {
  const changed =
    /(to_[qkv]|to_out_0|proj_in|proj_out|ff_net_0_proj|ff_net_2|conv1|conv2|conv_shortcut|time_emb_proj|samplers_0_conv)$/
  const names = [...loraNames('unet', sd15).keys()].filter(name => /^lora_unet_(down|mid|up)_block/.test(name))
  expect(names.filter(name => changed.test(name)).length).toBe(278)
})

test.each([
  'lora_te_text_model_encoder_layers_11_self_attn_out_proj',
  'lora_te1_text_model_encoder_layers_11_self_attn_out_proj',
  'text_encoder.text_model.encoder.layers.11.self_attn.out_proj',
  'base_model.model.text_model.encoder.layers.11.self_attn.out_proj',
])('%s is a layer of CLIP-L', name => {
  const keys = below(
    layouts.sd15.tensors().map(tensor => tensor.name),
    'cond_stage_model.transformer.text_model.',
  )
  expect(loraNames('clipL', keys).get(name)).toBe('encoder.layers.11.self_attn.out_proj')
})

test.each([
  [
    'clipL',
    'lora_te1_text_model_encoder_layers_0_mlp_fc1',
    'text_encoders.clip_l.transformer.text_model.encoder.layers.0.mlp.fc1',
  ],
  [
    'clipH',
    'lora_te_text_model_encoder_layers_0_mlp_fc1',
    'text_encoders.clip_h.transformer.text_model.encoder.layers.0.mlp.fc1',
  ],
  ['clipG', 'lora_te2_text_model_encoder_layers_0_mlp_fc1', 'text_encoder_2.text_model.encoder.layers.0.mlp.fc1'],
  [
    'clipG',
    'lora_te2_text_model_encoder_layers_0_mlp_fc1',
    'text_encoders.clip_g.transformer.text_model.encoder.layers.0.mlp.fc1',
  ],
] as const)('%s is what %s and %s mean', (network, ...meant) => {
  const names = loraNames(network, ['encoder.layers.0.mlp.fc1.weight'])
  for (const name of meant) expect(names.get(name)).toBe('encoder.layers.0.mlp.fc1')
  expect(
    names.has(
      network === 'clipG'
        ? 'lora_te_text_model_encoder_layers_0_mlp_fc1'
        : 'lora_te2_text_model_encoder_layers_0_mlp_fc1',
    ),
  ).toBe(false)
})

test('the refiner’s CLIP-G, being alone, is the first text encoder', () => {
  const names = loraNames('clipG', ['encoder.layers.0.mlp.fc1.weight'], true)
  expect(names.get('lora_te_text_model_encoder_layers_0_mlp_fc1')).toBe('encoder.layers.0.mlp.fc1')
  expect(names.get('text_encoder.text_model.encoder.layers.0.mlp.fc1')).toBe('encoder.layers.0.mlp.fc1')
})
