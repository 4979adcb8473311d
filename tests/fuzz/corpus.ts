import { closeSync, openSync, readdirSync, readFileSync, readSync } from 'node:fs'

/** Good inputs for the readers: from the fixtures, the goldens and the workflows that ship. */

const root = new URL('../../', import.meta.url)
const text = (path: string): string => readFileSync(new URL(path, root), 'utf8')

const whole: readonly string[] = [
  text('tests/graph/fixtures/tcd.json'),
  text('tests/graph/fixtures/subgraph.json'),
  ...readdirSync(new URL('workflows/', root))
    .filter(name => name.endsWith('.json'))
    .map(name => text(`workflows/${name}`))
    .filter(({ length }) => length < 20_000),
]

interface Saved {
  readonly nodes: readonly { readonly id: number }[]
  readonly links: readonly ((number | string)[] | null)[]
}

/** Every third link of a workflow, with its two nodes. */
function pieces(workflow: string): string[] {
  const { nodes, links } = JSON.parse(workflow) as Saved
  return links
    .filter(link => link !== null)
    .filter((_, i) => i % 3 === 0)
    .map(link => {
      const ends = nodes.filter(({ id }) => id === link[1] || id === link[3])
      return JSON.stringify({ version: 0.4, nodes: ends, links: [link] })
    })
}

/** Small workflows that run: reroute, primitive, bypassed node, subgraph, and what is written in texts. */
const running = [
  '{"1":{"class_type":"CheckpointLoaderSimple","inputs":{"ckpt_name":"a"}},"2":{"class_type":"VAEDecode","inputs":{"samples":["1",0],"vae":["1",2]}},"3":{"class_type":"SaveImage","inputs":{"images":["2",0],"filename_prefix":"a"}}}',
  '{"1":{"class_type":"EmptyImage","inputs":{"width":64,"height":64,"batch_size":1,"color":0}},"2":{"class_type":"ImageInvert","inputs":{"image":["1",0]}},"3":{"class_type":"SaveImage","inputs":{"images":["2",0],"filename_prefix":"%1.width%/%date:yyyy%_{a|b}"}}}',
  '{"version":0.4,"nodes":[{"id":1,"type":"EmptyImage","inputs":[{"name":"width","type":"INT","link":4,"widget":{"name":"width"}}],"widgets_values":[64,64,1,0]},{"id":2,"type":"Reroute","inputs":[{"name":"","type":"*","link":1}]},{"id":3,"type":"ImageInvert","mode":4,"inputs":[{"name":"image","type":"IMAGE","link":2}]},{"id":4,"type":"SaveImage","inputs":[{"name":"images","type":"IMAGE","link":3}],"widgets_values":["a"]},{"id":5,"type":"PrimitiveNode","widgets_values":[64,"fixed"]}],"links":[[1,1,0,2,0,"*"],[2,2,0,3,0,"IMAGE"],[3,3,0,4,0,"IMAGE"],[4,5,0,1,0,"INT"]]}',
  '{"version":0.4,"nodes":[{"id":1,"type":"g","outputs":[{"name":"IMAGE","type":"IMAGE"}]},{"id":2,"type":"SaveImage","inputs":[{"name":"images","type":"IMAGE","link":1}],"widgets_values":["a"]}],"links":[[1,1,0,2,0,"IMAGE"]],"definitions":{"subgraphs":[{"id":"g","inputs":[],"outputs":[{"name":"IMAGE","type":"IMAGE"}],"nodes":[{"id":1,"type":"EmptyImage","widgets_values":[64,64,1,0]}],"links":[{"id":1,"origin_id":1,"origin_slot":0,"target_id":-20,"target_slot":0,"type":"IMAGE"}]}]}}',
]

/** Most are small, so that most executions are quick. */
export const examples: readonly string[] = [...running, ...whole.flatMap(pieces), ...whole]

const small = '{"nodes":[{"id":1,"type":"Note"}],"links":[]}'

const latin1 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1')

/** A PNG of one pixel with these chunks; readers of its texts look neither at its picture nor at checksums. */
function png(...texts: readonly (readonly [type: string, content: string])[]): string {
  const chunk = (type: string, content: Buffer) => {
    const length = Buffer.alloc(4)
    length.writeUInt32BE(content.length)
    return Buffer.concat([length, Buffer.from(type), content, Buffer.alloc(4)])
  }
  const size = Buffer.from('00000001000000010800000000', 'hex')
  const signature = Buffer.from('89504e470d0a1a0a', 'hex')
  const chunks = texts.map(([type, content]) => chunk(type, Buffer.from(content)))
  return latin1(Buffer.concat([signature, chunk('IHDR', size), ...chunks, chunk('IEND', Buffer.alloc(0))]))
}

export const pngs: readonly string[] = [
  png(['tEXt', `workflow\0${small}`]),
  png(
    ['iTXt', 'prompt\0\0\0\0\0{"1":{"class_type":"VAELoader","inputs":{"vae_name":"猫"}}}'],
    ['tEXt', 'parameters\0a\nSteps: 1'],
  ),
]

/** A WebP with two texts in its EXIF. */
function webp(): Buffer {
  const texts = [`workflow:${small}\0`, 'prompt:{"1":{"class_type":"VAELoader","inputs":{}}}\0'].map(each =>
    Buffer.from(each),
  )
  const head = Buffer.alloc(10 + texts.length * 12 + 4)
  head.write('II*\0', 0, 'latin1')
  head.writeUInt32LE(8, 4)
  head.writeUInt16LE(texts.length, 8)
  let at = head.length
  texts.forEach((each, i) => {
    const entry = 10 + i * 12
    head.writeUInt16LE(0x010f + i, entry)
    head.writeUInt16LE(2, entry + 2)
    head.writeUInt32LE(each.length, entry + 4)
    head.writeUInt32LE(at, entry + 8)
    at += each.length
  })
  const chunk = (type: string, data: Buffer) => {
    const length = Buffer.alloc(4)
    length.writeUInt32LE(data.length)
    return Buffer.concat([Buffer.from(type), length, data, Buffer.alloc(data.length % 2)])
  }
  return chunk('RIFF', Buffer.concat([Buffer.from('WEBP'), chunk('EXIF', Buffer.concat([head, ...texts]))]))
}

export const webps: readonly string[] = [latin1(webp())]

/** A .safetensors file of this header and as many bytes as its tensors have, as far as it says so. */
export function headerOf(json: string): string {
  const length = Buffer.alloc(8)
  length.writeUInt32LE(json.length)
  const ends = Array.from(json.matchAll(/,(\d{1,6})\]/g), ([, end]) => Number(end))
  return length.toString('latin1') + json + '\0'.repeat(ends.reduce((a, b) => Math.max(a, b), 0))
}

const tensor = (name: string, shape: readonly number[], from: number) => {
  const size = shape.reduce((a, b) => a * b, 2)
  return [`"${name}":{"dtype":"F16","shape":[${shape}],"data_offsets":[${from},${from + size}]}`, from + size] as const
}

function headerWith(names: readonly string[]): string {
  let from = 0
  const entries = names.map(name => {
    const [entry, end] = tensor(name, [2, 3], from)
    from = end
    return entry
  })
  return headerOf(`{"__metadata__":{"ss_base_model_version":"sd_v1","title":"LCM"},${entries.join(',')}}`)
}

/** The first bytes of a real file: its header and no tensor. */
function startOf(path: string): string {
  const file = openSync(new URL(path, root), 'r')
  try {
    const bytes = Buffer.alloc(3000)
    return latin1(bytes.subarray(0, readSync(file, bytes, 0, bytes.length, 0)))
  } finally {
    closeSync(file)
  }
}

export const headers: readonly string[] = [
  headerWith([
    'lora_unet_down_blocks_0_attentions_0_proj_in.lora_down.weight',
    'lora_te_text_model_encoder_layers_0_mlp_fc1.lora_up.weight',
  ]),
  headerWith([
    'model.diffusion_model.input_blocks.0.0.weight',
    'first_stage_model.decoder.conv_in.weight',
    'cond_stage_model.transformer.text_model.embeddings.token_embedding.weight',
  ]),
  headerWith(['control_model.input_hint_block.0.weight', 'body.0.in_conv.weight', 'emb_params', 'image_proj.latents']),
  startOf('tests/goldens/pipelines/tiny_sd15.safetensors'),
]

/** What torch.save wrote, in every form (tests/goldens/make/pytorch-files.py). */
export const torchFiles: readonly string[] = readdirSync(new URL('tests/goldens/pytorch/', root))
  .filter(name => /\.(ckpt|pt|pth|bin)$/.test(name))
  .map(name => latin1(readFileSync(new URL(`tests/goldens/pytorch/${name}`, root))))
