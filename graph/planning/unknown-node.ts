import { WorkflowError, type WorkflowPlace } from '../errors.ts'
import { nearest } from '../nearest.ts'
import type { NodeSpec } from '../node.ts'
import type { PromptNode, Specs } from '../prompt.ts'
import { packOf } from './known-packs.ts'
import { isNeedless, nearestTo, outsideScope } from './outside-scope.ts'

/** Whether a class name is that of an old group node. */
export const isGroup = (type: string): boolean => /^workflow[>/]/.test(type)

/** A node that is not here and that something reads, or that is asked for. */
export function unknownNode(id: string, node: PromptNode, isRead: boolean, specs: Specs): WorkflowError {
  const type = node.class_type
  const says = isGroup(type)
    ? 'it is an old group node, and the file does not say what is in it'
    : `${origin(type)}; ${advice(isRead && readsSomething(node), ours(type, specs))}`
  return new WorkflowError(
    'unknown-node',
    `There is no node type "${type}" here (node ${id}): ${says}.`,
    placeIn(id, node),
  )
}

/** A node that is not here and that nothing reads, beside outputs that run. */
export const leftOut = (id: string, node: PromptNode): WorkflowError =>
  new WorkflowError(
    'unknown-node',
    `${node.class_type} (node ${id}) does not run: there is no such node type here${from(node.class_type)}, and nothing reads it. It stays in the workflow, and the rest runs.`,
    placeIn(id, node),
  )

function origin(type: string): string {
  const pack = packOf(type)
  if (pack !== undefined) return `it comes from the extension ${pack}${FACE_NODES.test(type) ? WHY_NO_FACES : ''}`
  const subject = outsideScope(type)
  if (subject !== undefined)
    return `it is for ${subject}, which ${subject.endsWith('s') ? 'do' : 'does'} not run here, since ${SCOPE}`
  if (isNeedless(type)) return 'it only changes how ComfyUI uses the computer, or saves it time'
  return nearestTo(type) === undefined ? 'it may come from an extension' : 'it is a node of ComfyUI that is not here'
}

const SCOPE = 'this program makes still pictures with Stable Diffusion 1.x, 2.x and SDXL'

/** The node of ours that does most of what another does. What is for something else gets none by its name alone. */
function ours(type: string, specs: Specs): string | undefined {
  const near = specs.get(nearestTo(type) ?? '')
  if (near) return named(near)
  return packOf(type) === undefined && (outsideScope(type) !== undefined || isNeedless(type))
    ? undefined
    : similar(type, specs)
}

const named = ({ title, type }: NodeSpec): string => (title === type ? type : `${title} (${type})`)

const FACE_NODES = /^IPA?Adapter.*(FaceID|InsightFace)/
const WHY_NO_FACES = ', and reads faces with InsightFace’s network, whose licence allows research only'

function from(type: string): string {
  const pack = packOf(type)
  return pack === undefined ? '' : ` (it comes from the extension ${pack})`
}

const advice = (inTheWay: boolean, ours: string | undefined): string => {
  const replace = ours === undefined ? 'replace it' : `replace it, for example with ${ours}`
  return inTheWay
    ? `bypass the node (Ctrl+B), so that what it reads passes through it, or ${replace}`
    : `${replace}, or mute the node`
}

const readsSomething = ({ inputs }: PromptNode): boolean => Object.values(inputs).some(Array.isArray)

/** How many class names are compared with ours; a hostile file has many thousands. */
const mostCompared = 100
const compared = new WeakMap<Specs, Map<string, string | undefined>>()

/** The node of ours whose name is most like that of another: `Upscale Image (ImageScale)`. */
function similar(type: string, specs: Specs): string | undefined {
  const known = compared.get(specs) ?? new Map<string, string | undefined>()
  compared.set(specs, known)
  if (known.has(type) || known.size >= mostCompared) return known.get(type)
  const name = type.replace(/ ?(\(.*\)|\/\/.*|\|.*|\+)$/, '').slice(0, 100)
  const byName = new Map([...specs.values()].flatMap(spec => [[spec.title, spec] as const, [spec.type, spec] as const]))
  const spec = byName.get(nearest(name, [...byName.keys()], 1, 0.6)[0] ?? '')
  const found = spec && named(spec)
  known.set(type, found)
  return found
}

const placeIn = (id: string, { class_type: type, _meta }: PromptNode): WorkflowPlace => ({
  ...{ nodeId: id, nodeType: type },
  title: _meta?.title ?? type,
})
