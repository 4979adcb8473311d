import { describe, expect, test } from 'vitest'
import { readFileContents, readWorkflowFile } from '../../../graph/import/read-workflow.ts'
import { planInParts } from '../../../graph/plan.ts'
import { atOnce, type InParts, itemsOfAPart } from '../../../graph/planning/in-parts.ts'
import { convertInParts, type Prompt } from '../../../graph/prompt.ts'
import { checkWorkflow, checkWorkflowInParts } from '../../../graph/workflow.ts'
import { specs } from '../specs.ts'

const length = 6000
/** As many nodes, each of which reads the one before. */
const chain: Prompt = Object.fromEntries(
  Array.from({ length }, (_, i) => [
    i,
    i === 0
      ? { class_type: 'LoadImage', inputs: { image: 'a.png' } }
      : i === length - 1
        ? { class_type: 'PreviewImage', inputs: { images: [String(i - 1), 0] } }
        : { class_type: 'ImageInvert', inputs: { image: [String(i - 1), 0] } },
  ]),
)
const bytes = new TextEncoder().encode(JSON.stringify(chain))
const document = atOnce(readWorkflowFile(bytes, specs))

function partsOf(work: InParts<unknown>): number {
  let parts = 1
  while (!work.next().done) parts++
  return parts
}

describe('of six thousand nodes, at most a few hundred are worked on without a pause', () => {
  test.each<[string, () => InParts<unknown>]>([
    ['reading a prompt', () => readFileContents(bytes)],
    ['reading a document', () => readWorkflowFile(bytes, specs)],
    ['checking a document', () => checkWorkflowInParts(document)],
    ['converting', () => convertInParts(document, specs)],
    ['planning', () => planInParts(chain, specs)],
  ])('%s', (_, work) => {
    expect(partsOf(work())).toBeGreaterThanOrEqual(length / itemsOfAPart)
  })
})

test('damage is named by its place in the whole document', () => {
  const nodes = document.nodes.with(4321, { ...document.nodes[4321]!, pos: 'left' as never })
  const links = document.links!.with(2345, 'none' as never)
  expect(() => checkWorkflow({ ...document, nodes, links, version: [] })).toThrow(
    'nodes.4321.pos: expected [x, y]; links.2345: expected a link; version',
  )
})
