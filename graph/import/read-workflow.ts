import { WorkflowError } from '../errors.ts'
import { isObject, type Json, parseJson } from '../json.ts'
import { migrated } from '../migrate.ts'
import { atOnce, type InParts } from '../planning/in-parts.ts'
import { checkPromptInParts, isPrompt, type Prompt, type Specs } from '../prompt.ts'
import { checkWorkflowInParts, type Workflow } from '../workflow.ts'
import { type FilesOf, importParameters } from './a1111.ts'
import { isParameters } from './a1111-settings.ts'
import { importPrompt } from './api-prompt.ts'
import { pictureText } from './picture-text.ts'
import { decodeText } from './text-codec.ts'

/** What a file holds: a document, or a prompt, which is taken as it stands when it runs. */
export type Contents =
  | { readonly kind: 'workflow'; readonly workflow: Workflow }
  | { readonly kind: 'prompt'; readonly prompt: Prompt }

export interface ReadOptions {
  /** The names of the files in a model folder, for A1111's parameters; see `importParameters`. */
  readonly filesOf?: FilesOf | undefined
  /** Receives sentences about what was passed over. */
  readonly note?: ((sentence: string) => void) | undefined
}

/**
 * Reads a workflow's text, whichever dialect it is in: ComfyUI's UI file (schema 0.4 or 1), an API prompt, both in the
 * wrappers that ComfyUI and its clients use, or the parameters A1111 writes.
 *
 * @throws WorkflowError `unreadable` or `unsupported`, with what the text is instead
 */
export function* readContents(text: string, options: ReadOptions = {}): InParts<Contents> {
  if (text.trim() === '') throw new WorkflowError('unreadable', 'This file is empty.')
  if (isParameters(text)) return { kind: 'prompt', prompt: importParameters(text, options) }
  if (!beginsAsData.test(text))
    throw new WorkflowError(
      'unreadable',
      'This is not a workflow: expected JSON, or a PNG, WebP or JPEG picture that contains a workflow.',
    )
  const data = parseJson(text)
  yield
  return yield* dataContents(data)
}

/** How JSON, or what programs write in its place, begins. */
const beginsAsData = /^\s*(?:[[{"]|-?\d|null|true|false)/

/** Reads a text as a document: what is a prompt gets places for its nodes. @throws WorkflowError as `readContents` */
export const readWorkflow = (text: string, specs: Specs, options?: ReadOptions): Workflow =>
  atOnce(asDocument(readContents(text, options), specs))

/** As `readWorkflow`, out of parsed JSON. */
export const readWorkflowData = (data: Json, specs: Specs): Workflow => atOnce(asDocument(dataContents(data), specs))

/**
 * Reads what a file's bytes hold: a picture that contains a workflow (PNG, WebP, JPEG), or text. A picture's `workflow` is
 * preferred to its `prompt`, and that to its `parameters`; one that cannot be read is passed over, with a note.
 *
 * @throws WorkflowError as `readContents`, also if a picture contains none
 */
export function* readFileContents(bytes: Uint8Array, options: ReadOptions = {}): InParts<Contents> {
  const texts = pictureText(bytes)
  yield
  if (!texts) return yield* readContents(decodeText(bytes), options)
  let first: WorkflowError | undefined
  for (const keyword of ['workflow', 'prompt', 'parameters']) {
    const text = texts.get(keyword)
    if (text === undefined) continue
    try {
      const contents = yield* readContents(text, options)
      if (first)
        options.note?.(`The workflow of this picture cannot be read; its ${keyword} was taken. ${first.message}`)
      return contents
    } catch (error) {
      if (!(error instanceof WorkflowError)) throw error
      first ??= error
    }
  }
  throw first ?? new WorkflowError('unreadable', 'This picture does not contain a workflow.')
}

/** Reads a file as a document. @throws WorkflowError as `readFileContents` */
export const readWorkflowFile = (bytes: Uint8Array, specs: Specs, options?: ReadOptions): InParts<Workflow> =>
  asDocument(readFileContents(bytes, options), specs)

function* asDocument(reading: InParts<Contents>, specs: Specs): InParts<Workflow> {
  const contents = yield* reading
  return contents.kind === 'workflow' ? contents.workflow : yield* importPrompt(contents.prompt, specs)
}

function* dataContents(data: Json): InParts<Contents> {
  if (data === null) throw new WorkflowError('unreadable', 'This file holds `null` alone: no workflow was saved in it.')
  if (Array.isArray(data)) {
    // A list of one thing can mean only that.
    if (data.length === 1 && isObject(data[0])) return yield* dataContents(data[0])
    throw new WorkflowError('unreadable', `This file is a list of ${data.length} things, not a workflow.`)
  }
  if (isObject(data) && 'templates' in data)
    throw new WorkflowError('unsupported', 'This file contains node templates, not a workflow.')
  if (isObject(data) && !('nodes' in data)) {
    const inner = unwrapped(data)
    if (inner) return yield* dataContents(inner)
    if (isPrompt(data)) return { kind: 'prompt', prompt: yield* checkPromptInParts(data) }
  }
  return { kind: 'workflow', workflow: migrated(yield* checkWorkflowInParts(data)) }
}

/**
 * The workflow, else the prompt, in what wraps it: `{workflow, output}` of the front end, `{prompt, extra_data}` that is sent
 * to ComfyUI, and an entry of its history, `{id: {prompt: [number, id, prompt, extra]}}`.
 */
function unwrapped(data: Readonly<Record<string, Json>>): Json | undefined {
  const { workflow, prompt, output } = data
  if (isObject(workflow) && Array.isArray(workflow.nodes)) return workflow
  if (Array.isArray(prompt)) return queued(prompt)
  for (const each of [prompt, output]) if (isObject(each) && isPrompt(each)) return each
  const entries = Object.values(data)
  const run =
    entries.length > 0 && entries.every(entry => isObject(entry) && 'prompt' in entry) ? entries.at(-1) : undefined
  return isObject(run) ? unwrapped(run) : undefined
}

/** An item of ComfyUI's queue or history. */
function queued([, , prompt, extra]: readonly Json[]): Json | undefined {
  const info = isObject(extra) && isObject(extra.extra_pnginfo) ? extra.extra_pnginfo : {}
  return isObject(info.workflow) && Array.isArray(info.workflow.nodes) ? info.workflow : prompt
}
