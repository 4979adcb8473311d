import { Unplug } from 'lucide-react'
import { useState } from 'react'
import { Button, Dialog, DialogTrigger, Popover } from 'react-aria-components'
import { linksOf } from '../../../graph/document/links.ts'
import { canConnect } from '../../../graph/edit/wires/can-connect.ts'
import { connect, disconnect } from '../../../graph/edit/wires/wires.ts'
import type { NodeSpec } from '../../../graph/node.ts'
import { isWidget, wireType } from '../../../graph/port-types.ts'
import { inputLabel } from '../../../graph/ports/input-label.ts'
import { currentType } from '../../../graph/renames.ts'
import { findNode, type Workflow, type WorkflowNode } from '../../../graph/workflow.ts'
import { IconButton } from '../../look/controls.tsx'
import { buttons, fields, floating, flow, texts } from '../../look/styles.ts'
import type { DocumentHandle } from '../../studio/document-handle.ts'
import { selectNodes } from '../../studio/selection.ts'
import type { Studio } from '../../studio/studio.ts'
import { useActive, useDocument, useStudio } from '../../studio/use-studio.ts'
import { type Choice, ChoiceList } from '../../widgets/choices/choice-list.tsx'
import choices from '../../widgets/choices/picker.module.css'
import css from './node-wires.module.css'

/** The inputs of a node, each with the output that feeds it. The keyboard can make every wire that the mouse can. */
export function NodeWires({ node, spec }: { readonly node: WorkflowNode; readonly spec: NodeSpec | undefined }) {
  const names = [
    ...new Set([
      ...Object.entries(spec?.inputs ?? {}).flatMap(([name, port]) => (isWidget(port) ? [] : [name])),
      ...(node.inputs ?? []).filter(input => !input.widget || input.link != null).map(({ name }) => name),
    ]),
  ]
  if (names.length === 0) return null
  return (
    <section className={flow.column} aria-label="Inputs">
      <h3>Inputs</h3>
      {names.map(name => (
        <InputWire key={name} node={node} spec={spec} name={name} />
      ))}
    </section>
  )
}

interface Props {
  readonly node: WorkflowNode
  readonly spec: NodeSpec | undefined
  readonly name: string
}

function InputWire({ node, spec, name }: Props) {
  const studio = useStudio()
  const document = useDocument()
  const present = useActive(({ present }) => present)
  const [isOpen, setOpen] = useState(false)
  if (!present) return null
  const port = spec?.inputs[name]
  const label = inputLabel(spec, name)
  const input = node.inputs?.find(each => each.name === name)
  const link = input?.link == null ? undefined : linksOf(present).get(String(input.link))
  const source = link && findNode(present, link.from)
  const wire = (id: string) => {
    const [from, slot] = id.split(' ')
    const other = findNode(present, from!)
    if (other) document.change('Connect', connect(other.id, Number(slot), node.id, spec, name))
    setOpen(false)
  }
  return (
    <div>
      <span className={fields.label}>
        {label} <span className={texts.tag}>{port ? wireType(port) : String(input?.type ?? '*')}</span>
      </span>
      <div className={flow.tight}>
        {source ? (
          <Button className={`${buttons.quiet} ${css.from}`} onPress={() => goTo(studio, document, link.from)}>
            {nameOf(studio, source)}
          </Button>
        ) : (
          <span className={css.nothing}>{port?.optional ? 'not connected (optional)' : 'not connected'}</span>
        )}
        <DialogTrigger isOpen={isOpen} onOpenChange={setOpen}>
          <Button aria-label={`Connect ${label}`}>Connect…</Button>
          <Popover className={`${floating.popover} ${choices.choices}`} placement="bottom end">
            <Dialog aria-label={`Connect ${label}`}>
              <ChoiceList
                label={`Outputs for ${label}`}
                choices={isOpen ? sourcesFor(studio, present, node, name) : []}
                selected={link ? `${link.from} ${link.fromSlot}` : null}
                empty="No node has an output of this type. Add one."
                onChoose={wire}
              />
            </Dialog>
          </Popover>
        </DialogTrigger>
        {link && (
          <IconButton
            icon={Unplug}
            label={`Disconnect ${label}`}
            onPress={() => document.change('Remove wire', disconnect(node.id, name))}
          />
        )}
      </div>
    </div>
  )
}

function goTo({ canvas }: Studio, document: DocumentHandle, id: string): void {
  document.select(selectNodes([id]))
  canvas.current?.keepInView(id)
}

const nameOf = ({ specs }: Studio, node: WorkflowNode): string =>
  node.title ?? specs.get(currentType(node.type))?.title ?? node.type

/** Every output that may be wired to the input. */
const sourcesFor = (studio: Studio, present: Workflow, node: WorkflowNode, name: string): readonly Choice[] =>
  present.nodes.flatMap(other =>
    (other.outputs ?? []).flatMap((output, slot) => {
      if (!canConnect(present, studio.specs, other.id, slot, node.id, name).ok) return []
      const title = `${nameOf(studio, other)} · ${(output.name ?? String(output.type)).toLowerCase()}`
      return [{ id: `${other.id} ${slot}`, title, hint: String(other.id) }]
    }),
  )
