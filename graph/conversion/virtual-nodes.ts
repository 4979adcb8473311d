import { asWidgetArray } from '../widgets/widget-slots.ts'
import type { WorkflowNode } from '../workflow.ts'

/** Nodes whose output is their first input: bends in a wire, and wires that are given a name. */
const passing = new Set(['Reroute', 'Reroute (rgthree)', 'SetNode', 'easy setNode'])

/** Nodes that read the wire that a passing node has named. */
const getters = new Set(['GetNode', 'easy getNode'])

/** Nodes that only hold a value, for the widgets they are wired to. */
const holders = new Set(['PrimitiveNode', 'Seed Everywhere'])

/** Nodes that show something or change other nodes while a workflow is edited. */
const editorOnly = new Set([
  'Note',
  'MarkdownNote',
  // Their targets are in the file: see broadcasts.ts.
  'Anything Everywhere',
  'Anything Everywhere?',
  'Anything Everywhere3',
  'Prompts Everywhere',
  'Bookmark (rgthree)',
  'Fast Actions Button (rgthree)',
  'Fast Bypasser (rgthree)',
  'Fast Groups Bypasser (rgthree)',
  'Fast Groups Muter (rgthree)',
  'Fast Muter (rgthree)',
  'Label (rgthree)',
  'Mute / Bypass Relay (rgthree)',
  'Mute / Bypass Repeater (rgthree)',
  'Node Collector (rgthree)',
  'Random Unmuter (rgthree)',
])

export const passesOn = ({ type }: WorkflowNode): boolean => passing.has(type)
export const isGetter = ({ type }: WorkflowNode): boolean => getters.has(type)
export const holdsValue = ({ type }: WorkflowNode): boolean => holders.has(type)

/** Whether a node exists in the editor only: it is not in what runs. */
export const isVirtual = (node: WorkflowNode): boolean =>
  passesOn(node) || isGetter(node) || holdsValue(node) || editorOnly.has(node.type)

/** The name that a setter gives to its wire, or that a getter reads. */
export const wireName = (node: WorkflowNode): string =>
  String(asWidgetArray(node.widgets_values)[0] ?? node.title?.replace(/^[SG]et_/, '') ?? '')

/** The setters among nodes, by the name of their wire. The first of several counts. */
export const settersOf = (nodes: readonly WorkflowNode[]): ReadonlyMap<string, WorkflowNode> =>
  new Map(
    nodes
      .filter(({ type }) => type === 'SetNode' || type === 'easy setNode')
      .reverse()
      .map(node => [wireName(node), node]),
  )
