import { basename } from 'node:path'
import { openSafetensors, type Safetensors } from '../../../engine/checkpoint/files/safetensors.ts'
import { sha256Of } from '../../../engine/checkpoint/files/sha256.ts'
import { type Recognised, recognise, wantsHash } from '../../../engine/recipes/recognise.ts'
import type { Part, PartName } from '../../../engine/recognise/description.ts'
import { inWords, partTitles } from '../../../engine/recognise/kind-names.ts'
import { type LoraFacts, type ModelFacts, modelFacts } from '../../../engine/recognise/model-facts.ts'
import { licenceLine, settingsLine } from '../../../graph/recipes/recipe.ts'
import { openRecipes, type RecipeTable, type Row, recipesOf } from '../../../runtime/recipes/table.ts'
import { userFolder } from '../../http/user-folder.ts'
import type { Findings } from './findings.ts'

/** What a model file is, from its header alone. */
export async function inspectModel(file: string): Promise<Findings> {
  const header = await openSafetensors(file)
  const facts = await modelFacts(header)
  const { table, problems } = await openRecipes(userFolder())
  for (const problem of problems) process.stderr.write(`note: ${problem}\n`)
  const found = await recognised(header, table)
  const { metadata, tensors } = header
  const { kind, ...more } = facts
  return {
    json: {
      kind,
      file,
      ...more,
      format: header.isPytorch ? 'pytorch' : 'safetensors',
      recipes: found && { by: found.by, fitting: recipesOf(found) },
      tensors: tensors.size,
      metadata,
    },
    text: describe(basename(file), header, facts, found),
    ok: facts.refusal === undefined,
  }
}

/** The recipes that fit a file. The whole file is read only where its hash can tell more. */
async function recognised(header: Safetensors, table: RecipeTable): Promise<Recognised<Row> | null> {
  const file = { name: basename(header.path), header }
  const found = recognise(table, file)
  return wantsHash(found) ? recognise(table, { ...file, sha256: await sha256Of(header.path) }) : found
}

function describe(
  name: string,
  { metadata, isPytorch }: Safetensors,
  facts: ModelFacts,
  found: Recognised<Row> | null,
): string {
  const { bytes, refusal } = facts
  const notes = Object.entries(metadata)
    .sort()
    .map(([key, value]) => `  ${key}: ${shorten(value)}`)
  return [
    `${name}: ${inWords(facts)}, ${fileSize(bytes)}${isPytorch ? ', in the form of torch.save' : ''}`,
    ...(refusal === undefined ? [] : ['', `cannot be run: it is ${refusal}`]),
    '',
    ...factLines(facts).map(([title, fact]) => `  ${title.padEnd(12)}  ${fact}`),
    ...(found ? ['', ...recipeLines(found)] : []),
    ...(notes.length > 0 ? ['', 'its own notes', ...notes] : []),
  ].join('\n')
}

function factLines({ parts, parameters, dtypes, lora, inpainting, prediction }: ModelFacts): [string, string][] {
  const networks = Object.entries(parts) as [PartName, Part][]
  return [
    ...networks.map(([name, part]): [string, string] => [partTitles[name], numbersLine(part)]),
    ...(networks.length === 0 ? [['numbers', numbersLine({ parameters, dtypes })] as [string, string]] : []),
    ...(lora ? [['changes', loraLine(lora)] as [string, string]] : []),
    ...(prediction === null ? [] : [['predicts', PREDICTIONS[prediction] ?? prediction] as [string, string]]),
    ...(inpainting ? [['also reads', 'a mask and the masked picture'] as [string, string]] : []),
  ]
}

const PREDICTIONS: Readonly<Record<string, string>> = {
  eps: 'the noise (eps)',
  v_prediction: 'velocity (v)',
  lcm: 'the clean picture in a step (LCM)',
  edm: 'the clean picture, as EDM weighs it',
}

const numbersLine = ({ parameters, dtypes }: Pick<Part, 'parameters' | 'dtypes'>): string =>
  `${count(parameters).padStart(7)} parameters, ${dtypes.join(' and ')}`

const count = (n: number): string => (n < 1e5 ? `${(n / 1e3).toFixed(1)} k` : `${(n / 1e6).toFixed(1)} M`)

function loraLine({ kinds, layers, rank }: LoraFacts): string {
  const ranks =
    rank && (rank[0] === rank[1] ? `rank ${rank[1]}` : `rank ${rank[1]} (from ${rank[0]} where a layer is narrow)`)
  return [`${layers} layers`, kinds.join(' and '), ...(ranks ? [ranks] : [])].join(', ')
}

function recipeLines({ by, rows }: Recognised<Row>): string[] {
  const lines = rows.flatMap(row => [
    `  ${row.title}`,
    `    ${settingsLine(row)}`,
    `    ${row.why}`,
    `    (${row.source})`,
    `    ${licenceLine(row)}`,
  ])
  if (rows.length === 1) return [`how to run it, recognised by its ${KNOWN_BY[by]}`, ...lines]
  return [`how to run it: its ${KNOWN_BY[by]} fits ${rows.length} few-step files; choose the one it is`, ...lines]
}

const KNOWN_BY: Readonly<Record<Recognised<Row>['by'], string>> = {
  hash: 'hash',
  title: 'own title',
  name: 'name',
  layout: 'layout',
}

function fileSize(bytes: number): string {
  if (bytes < 1e6) return `${(bytes / 1e3).toFixed(1)} kB`
  return bytes < 1e9 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e9).toFixed(2)} GB`
}

const shorten = (value: string): string => {
  const oneLine = value.replaceAll(/\s+/g, ' ')
  return oneLine.length > 100 ? `${oneLine.slice(0, 100)}…` : oneLine
}
