import { Input, TextField } from 'react-aria-components'
import { setTitle } from '../../../graph/edit/appearance.ts'
import { setMode } from '../../../graph/edit/nodes.ts'
import type { NodeSpec } from '../../../graph/node.ts'
import { widgetsIn } from '../../../graph/port-types.ts'
import { inputLabel } from '../../../graph/ports/input-label.ts'
import { findNode, type WorkflowNode } from '../../../graph/workflow.ts'
import { textOf } from '../../../runtime/contract/text-of-event.ts'
import { PicturesInForm, ShownInForm } from '../../form/shown-in-form.tsx'
import { specOf } from '../../library/spec-of.ts'
import { Segments } from '../../look/controls.tsx'
import { fields, panels, texts } from '../../look/styles.ts'
import { useActive, useDocument, useRunView, useStudio } from '../../studio/use-studio.ts'
import { useTyped } from '../../widgets/use-typed.ts'
import { WidgetControl } from '../../widgets/widget-control.tsx'
import { viewOf } from '../../widgets/widget-views.ts'
import { Filmstrip } from './filmstrip.tsx'
import css from './inspect-node.module.css'
import { NodeHelp } from './node-help.tsx'
import { NodeWires } from './node-wires.tsx'

/** One node: its name, its widgets, its wires, its help. */
export function InspectNode({ id }: { readonly id: string }) {
  const { specs, nodeViews } = useStudio()
  const present = useActive(({ present }) => present)
  const node = present && findNode(present, id)
  if (!present || !node) return null
  const spec = specOf(specs, present, node)
  return (
    <>
      <header>
        <TitleField node={node} spec={spec} />
      </header>
      <div className={panels.body}>
        <LastRun id={id} />
        <Filmstrip id={id} />
        {nodeViews.map(({ name, AboveWidgets }) => AboveWidgets && <AboveWidgets key={name} node={node} />)}
        {spec ? <Widgets id={id} spec={spec} /> : <Unknown type={node.type} />}
        {nodeViews.map(({ name, BelowWidgets }) => BelowWidgets && <BelowWidgets key={name} node={node} />)}
        {spec?.isOutput && <PicturesInForm node={id} />}
        <NodeWires node={node} spec={spec} />
        <Mode node={node} />
        {spec && <NodeHelp spec={spec} />}
      </div>
    </>
  )
}

/** The title is the heading; it is changed where it stands. */
function TitleField({ node, spec }: { readonly node: WorkflowNode; readonly spec: NodeSpec | undefined }) {
  const document = useDocument()
  const present = node.title ?? spec?.title ?? node.type
  const { text, type, commit, giveUp } = useTyped(text => {
    if (text !== present && findNode(document.read().present, String(node.id)))
      document.change('Rename', setTitle(node.id, text === spec?.title ? '' : text))
    return null
  })
  return (
    <TextField
      className={css.title}
      aria-label="Title"
      value={text ?? present}
      onChange={type}
      onBlur={commit}
      onKeyDown={event => {
        if (event.key === 'Enter') commit()
        else {
          if (event.key === 'Escape') giveUp()
          event.continuePropagation()
        }
      }}
    >
      <Input />
    </TextField>
  )
}

function Widgets({ id, spec }: { readonly id: string; readonly spec: NodeSpec }) {
  return widgetsIn(spec).map(([name, port]) => {
    const limits = viewOf(port).limits?.(port)
    return (
      <div key={name} className={fields.field}>
        <span className={fields.label}>
          {inputLabel(spec, name)}
          {limits && <span className={texts.faint}>{limits}</span>}
          <ShownInForm node={id} widget={name} />
        </span>
        <WidgetControl node={id} name={name} />
        {port.help && <span className={texts.faint}>{port.help}</span>}
      </div>
    )
  })
}

/** A node of another program's extension. */
function Unknown({ type }: { readonly type: string }) {
  return (
    <p className={`${texts.note} ${texts.warn}`}>
      Leapgraph has no node <b>{type}</b>. It is kept as it is and written back when you save; a run that needs it stops
      here.
    </p>
  )
}

function Mode({ node }: { readonly node: WorkflowNode }) {
  const document = useDocument()
  const modes = [
    ['0', 'Runs'],
    ['2', 'Muted'],
    ['4', 'Bypassed'],
  ] as const
  return (
    <div className={fields.field}>
      <span className={fields.label}>Mode</span>
      <Segments
        label="Mode"
        options={modes}
        value={String(node.mode ?? 0)}
        onChange={mode => document.change('Change mode', setMode([node.id], Number(mode) as 0 | 2 | 4))}
      />
    </div>
  )
}

/** What the last run reported of this node. */
function LastRun({ id }: { readonly id: string }) {
  const view = useRunView()
  const error = view?.errors.find(({ node }) => node === id)
  return (
    <>
      {error && <p className={`${texts.note} ${texts.bad}`}>{error.message}</p>}
      {Object.values(view?.nodes[id]?.texts ?? {}).map(event => (
        <p key={event.kind} className={`${texts.note} ${texts.warn}`}>
          {textOf(event)}
        </p>
      ))}
    </>
  )
}
