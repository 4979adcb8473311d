import type { FileHandle } from 'node:fs/promises'
import { pytorchReader } from '../../engine/checkpoint/files/pytorch/pytorch.ts'
import { readHeader } from '../../engine/checkpoint/files/safetensors-header.ts'
import { CheckpointError, RangeInputError } from '../../engine/errors.ts'
import { blockWeights } from '../../engine/lora/block-weights.ts'
import { loraModules } from '../../engine/lora/modules.ts'
import { parseLoraTags } from '../../engine/lora/tags.ts'
import { parseLayerWeights } from '../../engine/pipeline/ip-adapter/weight-types.ts'
import { recognise } from '../../engine/recipes/recognise.ts'
import { describeFile } from '../../engine/recognise/describe-file.ts'
import { parseDecimal } from '../../engine/text/decimal.ts'
import { embeddingNames } from '../../engine/text/embedding-references.ts'
import { evaluate } from '../../engine/text/expression.ts'
import { tokenizePrompt } from '../../engine/text/prompt-chunks.ts'
import { parseEditing } from '../../engine/text/prompt-editing.ts'
import { parsePromptWeights } from '../../engine/text/prompt-weights.ts'
import { findPattern, PatternError } from '../../engine/text/python-pattern.ts'
import { readClipboard } from '../../graph/clipboard/read-clipboard.ts'
import { expandGrids } from '../../graph/compare/expand-grids.ts'
import { readAxis, readRange } from '../../graph/compare/notation.ts'
import { chooseText } from '../../graph/conversion/dynamic-prompt.ts'
import { fillPlaceholders } from '../../graph/conversion/placeholders.ts'
import { readDrawing } from '../../graph/drawing/drawing.ts'
import { WorkflowError } from '../../graph/errors.ts'
import { importParameters } from '../../graph/import/a1111.ts'
import { readPngText } from '../../graph/import/png-text.ts'
import { readWorkflow, readWorkflowFile } from '../../graph/import/read-workflow.ts'
import { readWebpText } from '../../graph/import/webp-text.ts'
import { parseJson, stringifyJson } from '../../graph/json.ts'
import { plan } from '../../graph/plan.ts'
import { atOnce } from '../../graph/planning/in-parts.ts'
import { checkPrompt, toPrompt } from '../../graph/prompt.ts'
import { readCurve } from '../../graph/widgets/numbers/curve.ts'
import { floatOf, wholeOf } from '../../graph/widgets/python-values.ts'
import { checkWorkflow } from '../../graph/workflow.ts'
import { readWire } from '../../runtime/contract/wire.ts'
import { ExtraPathsError, extraFolders } from '../../runtime/library/extra-model-paths.ts'
import { builtInRecipes, readTable } from '../../runtime/recipes/table.ts'
import { specs } from '../graph/specs.ts'
import { examples, headerOf, headers, pngs, torchFiles, webps } from './corpus.ts'

/** A reader of foreign text, or of foreign bytes as a text of one character per byte. */
export interface FuzzedReader {
  /** Good inputs, which are changed. */
  readonly corpus: readonly string[]
  readonly read: (input: string) => unknown
  /** The errors that a reader may throw: each is a sentence for a person. */
  readonly errors: readonly (new (
    ...args: never[]
  ) => Error)[]
}

const bytes = (input: string): Uint8Array => Uint8Array.from(Buffer.from(input, 'latin1'))

/** Reads the header of a model file that lies in memory. */
async function header(input: string, reader: (start: Buffer) => typeof readHeader = () => readHeader) {
  const content = Buffer.from(input, 'latin1')
  const file = {
    read: async (into: Buffer, at: number, length: number, from: number) => ({
      bytesRead: from < content.length ? content.copy(into, at, from, from + length) : 0,
    }),
  } as unknown as FileHandle
  const read = reader(content.subarray(0, 512))
  const found = await read(file, { path: '/m/x.safetensors', real: '/m/x.safetensors', size: content.length })
  return { path: '/m/x.safetensors', size: content.length, ...found }
}

const embedding = (name: string) => (name.startsWith('a') ? [new Float32Array(4)] : null)
const keys = ['input_blocks.1.1.a', 'input_blocks.2.1.a', 'middle_block.1.a', 'output_blocks.3.1.a', 'out.2']

/** What is not a file of PyTorch by its first bytes is read as a bare pickle would be. */
const torchReader = (start: Buffer) => pytorchReader(start) ?? pytorchReader(Buffer.from('\x80\x02', 'latin1'))!

/** By name, as `--reader` takes it. */
export const readers: Readonly<Record<string, FuzzedReader>> = {
  pytorch: {
    corpus: torchFiles,
    read: async input => describeFile(await header(input, torchReader)),
    errors: [CheckpointError],
  },
  decimal: { corpus: ['1.25', ' -.5e-1 ', '1_000.5'], read: parseDecimal, errors: [] },
  'python-values': {
    corpus: ['1.25', '-0', ' +18446744073709551615 ', '1e5'],
    read: text => [floatOf(text), wholeOf(text)],
    errors: [],
  },
  'prompt-weights': {
    corpus: ['a (red:1.5) car, ((b)) \\(c\\)', '(a:1.1) (b) ((c:0.5) d)'],
    read: parsePromptWeights,
    errors: [],
  },
  'prompt-editing': {
    corpus: [
      'a [cat:dog:0.5] on [[red:blue:3]:green:7]',
      '[<lora:x:0.5@0,0@1> a:embedding:y b: 3 ]',
      '[a|b] ([c::.2]:1.1)',
    ],
    read: text => parseEditing(text).textAfter(new Set()),
    errors: [],
  },
  curve: {
    corpus: ['0.5@0, 0@0.5', '-1@0.1,2@0.9,1e-1@1'],
    read: text => readCurve(text, { min: -2, max: 2 }),
    errors: [RangeError],
  },
  'layer-weights': {
    corpus: ['3:1, 6:0.5', '0:1'],
    read: parseLayerWeights,
    errors: [RangeInputError],
  },
  formula: {
    corpus: ['a + b * 2', 'max(values) // 3 if a > b else -a ** 2', 'round(a / 3, 2) and not b', '1e3 + .5'],
    read: text => evaluate(text, { a: 7, b: 2 }),
    errors: [RangeInputError],
  },
  'python-pattern': {
    corpus: ['(?P<x>[a-z]+)(?P=x)', '^\\w{2,}[^\\]\\d-]$', '\\bfoo|bar(?=baz)', 'a{,3}\\x41[]a]'],
    read: pattern => findPattern('a fox, in the snow', pattern, { ignoreCase: true, multiline: false, dotAll: false }),
    errors: [RangeInputError, PatternError],
  },
  'lora-tags': {
    corpus: ['a <lora:detail:0.8> b <lora:x:unet=0.5:te=1>', '<lora:a>'],
    read: parseLoraTags,
    errors: [],
  },
  'embedding-names': {
    corpus: ['a embedding:bad, (embedding:dir/a:1.2)\nembedding:c'],
    read: embeddingNames,
    errors: [],
  },
  tokens: {
    corpus: ['A photograph of a fox, 猫 (red:1.2) embedding:ab c', "it's <|endoftext|> 12 o'clock…"],
    read: text => tokenizePrompt(text, { pad: 0, embedding }),
    errors: [RangeInputError],
  },
  'dynamic-prompt': {
    corpus: ['a {b|c {d|e}} // x\n/* y */ \\{f\\}'],
    read: text => chooseText(text, () => 0.5),
    errors: [],
  },
  placeholders: {
    corpus: ['%date:yyyy-MM-dd%/a_%KSampler.seed%_%width%'],
    read: text => fillPlaceholders(text, new Date(0), (node, widget) => (widget === 'seed' ? node : undefined)),
    errors: [],
  },
  'compare-axis': {
    corpus: ['6 (Few steps).eta = 0 … 1 in 5', '7.cfg = 1, 2.5, 3', '4.text = "a fox, red", "a \\"fox\\"", all'],
    read: text => readAxis(text)?.values.map(readRange),
    errors: [],
  },
  'block-weights': {
    corpus: ['1,0,0,0,1,1,R,0.5,U,A,1,B', 'NAME:1,0,0,0,1,1,1,1,1,1,1,1,1,1,1,1,1'],
    read: text => blockWeights(keys, { text, inverse: false, seed: 1n, a: 1, b: 2 }),
    errors: [RangeInputError],
  },
  json: {
    corpus: [...examples, '{"a": [1, NaN, -Infinity, 18446744073709551615, -0, "\\u00e9"]}'],
    read: text => stringifyJson(parseJson(text)),
    errors: [WorkflowError],
  },
  workflow: {
    corpus: examples,
    read: text => plan(toPrompt(readWorkflow(text, specs), specs), specs),
    errors: [WorkflowError],
  },
  prompt: {
    corpus: examples.map(text => stringifyJson(toPrompt(readWorkflow(text, specs), specs))),
    read: text => {
      const { prompt, targets } = expandGrids(checkPrompt(parseJson(text)), specs)
      return plan(prompt, specs, targets)
    },
    errors: [WorkflowError],
  },
  document: { corpus: examples, read: text => checkWorkflow(parseJson(text)), errors: [WorkflowError] },
  parameters: {
    corpus: [
      'a cat <lora:x:0.8>\nNegative prompt: bad\nSteps: 20, Sampler: DPM++ 2M Karras, CFG scale: 7, Seed: 1, Size: 512x768, Lora hashes: "a: 1, b: 2"',
    ],
    read: text => importParameters(text, { filesOf: () => ['a.safetensors', 'x.safetensors'] }),
    errors: [WorkflowError],
  },
  clipboard: {
    corpus: [
      ...examples,
      '{"nodes":[{"type":"VAEDecode"},{"type":"VAEEncode"}],"links":[[0,0,1,0,5]]}',
      `<meta><span data-metadata="${Buffer.from('{"nodes":[{"type":"VAEDecode"}],"links":[]}').toString('base64')}">`,
    ],
    read: text => readClipboard(text, specs),
    errors: [],
  },
  drawing: {
    corpus: [
      '{"version":1,"width":64,"height":64,"background":"black","layers":[{"name":"a","visible":true,"opacity":1,"strokes":[{"tool":"pen","width":8,"points":[80,80,8,-8],"pressure":[255,-5]}]}]}',
    ],
    read: readDrawing,
    errors: [WorkflowError],
  },
  wire: {
    corpus: ['{"id":1,"channel":"a","args":[{"$bigint":"123"},{"$bytes":"AQID"}]}'],
    read: readWire,
    errors: [SyntaxError],
  },
  recipes: {
    corpus: [
      '{"layouts":[{"id":"a","kind":"lora","keys":["^a"]}],"recipes":[{"id":"b","title":"B","names":["b"],"layouts":["a"]}]}',
    ],
    read: text => readTable(JSON.parse(text), 'recipes.json'),
    errors: [SyntaxError],
  },
  'extra-model-paths': {
    corpus: [
      'comfyui:\n  base_path: ~/ComfyUI/\n  is_default: true\n  checkpoints: models/checkpoints/\n  loras: |\n    a\n    b\n',
      'a: &x\n  vae: "%HOME%/$X"\nb: *x\n',
    ],
    read: text => extraFolders(text, '/m/extra_model_paths.yaml'),
    errors: [ExtraPathsError],
  },
  png: { corpus: pngs, read: text => readPngText(bytes(text)), errors: [WorkflowError] },
  webp: { corpus: webps, read: text => readWebpText(bytes(text)), errors: [WorkflowError] },
  file: {
    corpus: [...pngs, ...webps, ...examples.map(text => Buffer.from(text).toString('latin1'))],
    read: text => atOnce(readWorkflowFile(bytes(text), specs)),
    errors: [WorkflowError],
  },
  safetensors: {
    corpus: headers,
    read: async text => {
      const file = await header(text)
      loraModules(file)
      recognise(builtInRecipes, { header: file, name: 'x' })
      return describeFile(file)
    },
    errors: [CheckpointError],
  },
  // The header's names with a length that fits again: most changes of the file itself only break the length.
  'safetensors-names': {
    corpus: headers.map(file => file.slice(8, 8 + Buffer.from(file, 'latin1').readUInt32LE(0))),
    read: async text => {
      const file = await header(headerOf(text))
      loraModules(file)
      return describeFile(file)
    },
    errors: [CheckpointError],
  },
}
