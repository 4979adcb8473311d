import { Button, Group, Input, NumberField, Switch } from 'react-aria-components'
import { outputSize } from '../../../graph/document/output-size.ts'
import { largestSide, type Size } from '../../../graph/drawing/drawing.ts'
import { resizeDrawing } from '../../../graph/drawing/edit-drawing.ts'
import { useActive, useStudio } from '../../studio/use-studio.ts'
import { useWidget } from '../../widgets/use-widget.ts'
import type { DrawingDesk } from './use-desk.ts'

/** How large the drawing is, how large the picture will be, and what goes out. */
export function CanvasSize({ desk, node }: { readonly desk: DrawingDesk; readonly node: string }) {
  const { specs } = useStudio()
  const present = useActive(({ present }) => present)
  const { width, height, background } = desk.shown
  const wanted = present ? outputSize(present, specs, node) : null
  const resize = (size: Partial<Size>) => {
    desk.change('Resize drawing', drawing => resizeDrawing(drawing, { ...drawing, ...size }))
    desk.session.setState({ view: null })
  }
  const isOther = wanted && (wanted.width !== width || wanted.height !== height)
  return (
    <section className="drawing-section">
      <h3>Canvas</h3>
      <div className="row">
        <Side label="Width" value={width} onChange={width => resize({ width })} />
        <span className="where">×</span>
        <Side label="Height" value={height} onChange={height => resize({ height })} />
      </div>
      {isOther && (
        <Button onPress={() => resize(wanted)}>
          Fit to {wanted.width}×{wanted.height}
        </Button>
      )}
      {wanted && !isOther && <p className="where">As large as the picture that comes of it.</p>}
      <Inverted node={node} background={background} />
    </section>
  )
}

function Side({
  label,
  value,
  onChange,
}: {
  readonly label: string
  readonly value: number
  onChange(value: number): void
}) {
  return (
    <NumberField
      className="side-field"
      aria-label={label}
      value={value}
      minValue={1}
      maxValue={largestSide}
      formatOptions={{ useGrouping: false }}
      onChange={side => Number.isFinite(side) && side !== value && onChange(side)}
    >
      <Group>
        <Input />
      </Group>
    </NumberField>
  )
}

/** The node's own toggle, where it has one. */
function Inverted({ node, background }: { readonly node: string; readonly background: 'black' | 'white' }) {
  const invert = useWidget(node, 'invert')
  if (invert?.port.kind !== 'toggle') return null
  const isWhiteOnBlack = (background === 'black') !== (invert.value === true)
  return (
    <>
      <Switch className="switch" isSelected={invert.value === true} isDisabled={invert.wired} onChange={invert.set}>
        <i className="knob" /> Invert on the way out
      </Switch>
      {!isWhiteOnBlack && (
        <p className="where">Black lines on white go out. Scribble nets want white on black: switch this over.</p>
      )}
    </>
  )
}
