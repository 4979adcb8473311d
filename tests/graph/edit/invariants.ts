import { readLink } from '../../../graph/document/links.ts'
import { checkWorkflow, type Workflow } from '../../../graph/workflow.ts'

/** What every edit must leave true of a document; the sentences that are not. */
export function broken(workflow: Workflow): string[] {
  const wrong: string[] = []
  const expect = (holds: boolean, sentence: () => string) => {
    if (!holds) wrong.push(sentence())
  }
  const links = (workflow.links ?? []).flatMap(link => (link ? [readLink(link)] : []))
  const nodes = new Map(workflow.nodes.map(node => [String(node.id), node]))
  expect(nodes.size === workflow.nodes.length, () => 'two nodes have one id')
  expect(new Set(links.map(({ id }) => id)).size === links.length, () => 'two wires have one id')
  for (const { id, from, fromSlot, to, toSlot } of links) {
    const output = nodes.get(from)?.outputs?.[fromSlot]
    expect(output?.links?.some(named => String(named) === id) ?? false, () => `the output does not name wire ${id}`)
    expect(String(nodes.get(to)?.inputs?.[toSlot]?.link) === id, () => `the input does not name wire ${id}`)
  }
  const inputs = workflow.nodes.flatMap(({ inputs }) => (inputs ?? []).filter(({ link }) => link != null))
  const outputs = workflow.nodes.flatMap(({ outputs }) => (outputs ?? []).flatMap(({ links }) => links ?? []))
  expect(inputs.length === links.length, () => `${inputs.length} inputs name ${links.length} wires`)
  expect(outputs.length === links.length, () => `${outputs.length} outputs name ${links.length} wires`)
  const lastNode = Number(workflow.state?.lastNodeId ?? workflow.last_node_id)
  const lastLink = Number(workflow.state?.lastLinkId ?? workflow.last_link_id)
  expect(
    workflow.nodes.every(({ id }) => !(Number(id) > lastNode)),
    () => 'a node is beyond the counter',
  )
  expect(
    links.every(({ id }) => !(Number(id) > lastLink)),
    () => 'a wire is beyond the counter',
  )
  checkWorkflow(workflow)
  return wrong
}
