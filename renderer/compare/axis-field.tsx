import { Plus, X } from 'lucide-react'
import { Button, Input, TextField } from 'react-aria-components'
import { axisInputs } from '../../graph/compare/axis.ts'
import { type AxisText, readAxis, writeAxis } from '../../graph/compare/notation.ts'
import { interestIn } from '../../graph/compare/suggest.ts'
import { ancestorsOf } from '../../graph/planning/ancestors.ts'
import { readWidgetValues } from '../../graph/widgets/widget-values.ts'
import { IconButton } from '../look/controls.tsx'
import { texts } from '../look/styles.ts'
import { useActive, useStudio } from '../studio/use-studio.ts'
import { Picker } from '../widgets/choices/picker.tsx'
import type { WidgetHandle } from '../widgets/use-widget.ts'
import css from './axis-field.module.css'
import { AxisValues } from './axis-values.tsx'
import { axisOf, type Comparable, comparablesOf } from './compare-values.ts'
import { useGridCheck } from './use-grid-check.ts'

/** An axis of a grid, chosen instead of typed: a node, one of its widgets, the values it goes through. */
export function AxisField({ widget }: { readonly widget: WidgetHandle }) {
  const studio = useStudio()
  const candidates = useCandidates(String(widget.node.id))
  const check = useGridCheck(String(widget.node.id))
  const text = String(widget.value ?? '')
  const axis = readAxis(text)
  const chosen = axis && candidates.find(each => isMeant(axis, each))
  const others = axesOf(widget).filter(other => other !== null)
  const first = candidates.find(each => !others.some(other => isMeant(other, each)))

  if (text.trim() === '')
    return first ? (
      <Button className={css.add} onPress={() => widget.set(axisOf(studio, first))}>
        <Plus /> Add an axis
      </Button>
    ) : (
      <p className={texts.faint}>Wire a picture to this node first.</p>
    )
  return (
    <div className={css.axis}>
      {axis && chosen ? (
        <ChosenAxis widget={widget} axis={axis} chosen={chosen} candidates={candidates} />
      ) : (
        <TextField className={css.text} aria-label={widget.name} value={text} onChange={widget.set}>
          <Input />
        </TextField>
      )}
      <IconButton icon={X} label={`Remove the ${widget.name}`} className={css.remove} onPress={() => widget.set('')} />
      {check.error?.input === widget.name && <p className={texts.invalid}>{check.error.says}</p>}
    </div>
  )
}

const axesOf = ({ spec, node }: WidgetHandle): readonly (AxisText | null)[] => {
  const { values } = readWidgetValues(spec, node.widgets_values)
  return axisInputs.map(input => readAxis(String(values[input] ?? '')))
}

const isMeant = ({ node, widget }: AxisText, { named, title }: Comparable): boolean =>
  named.widget === widget && (named.node === node || title === node)

function ChosenAxis({
  widget,
  axis,
  chosen,
  candidates,
}: {
  readonly widget: WidgetHandle
  readonly axis: AxisText
  readonly chosen: Comparable
  readonly candidates: readonly Comparable[]
}) {
  const studio = useStudio()
  const nodes = [...new Map(candidates.map(each => [each.node, each])).values()]
  const own = candidates.filter(({ node }) => node === chosen.node)
  const take = (next: Comparable | undefined) => next && widget.set(axisOf(studio, next))
  return (
    <>
      <Picker
        label={`Node of the ${widget.name}`}
        choices={nodes.map(({ node, title }) => ({ id: node, title, hint: node }))}
        selected={chosen.node}
        empty="No node leads to this picture."
        onChoose={id => take(candidates.find(({ node }) => node === id))}
      />
      <Picker
        label={`Widget of the ${widget.name}`}
        choices={own.map(each => ({ id: each.widget, title: each.widget }))}
        selected={chosen.widget}
        empty="No widget can be compared."
        onChoose={id => take(own.find(each => each.widget === id))}
      />
      <AxisValues
        key={`${chosen.node}.${chosen.widget}`}
        label={`Values of ${chosen.widget}`}
        axis={axis}
        comparable={chosen}
        onChange={values => widget.set(writeAxis(chosen.named.node, chosen.title, chosen.named.widget, values))}
      />
    </>
  )
}

/** What leads to the picture of a grid and can be compared, the most telling first. */
function useCandidates(grid: string): readonly Comparable[] {
  const studio = useStudio()
  const present = useActive(({ present }) => present)
  if (!present) return []
  const before = ancestorsOf(present, grid)
  const all = present.nodes
    .filter(({ id, mode }) => before.has(String(id)) && mode !== 2 && mode !== 4)
    .flatMap(node => comparablesOf(studio, present, node))
  return all.toSorted((a, b) => interestIn(a.widget, a.port) - interestIn(b.widget, b.port))
}
