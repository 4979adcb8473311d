import { Button, Group, Input, NumberField } from 'react-aria-components'
import { outputSize } from '../../../graph/document/output-size.ts'
import { largestSide, type Size } from '../../../graph/drawing/drawing.ts'
import { resizeDrawing } from '../../../graph/drawing/edit-drawing.ts'
import { Toggle } from '../../look/controls.tsx'
import { texts } from '../../look/styles.ts'
import { useActive, useStudio } from '../../studio/use-studio.ts'
import { useWidget } from '../../widgets/use-widget.ts'
import css from './canvas-size.module.css'
import parts from './drawing-dialog.module.css'
import type { DrawingDesk } from './use-desk.ts'

/** The size of the drawing, the size of the result, and whether the output is inverted. */
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
    <section className={parts.section}>
      <h3>Canvas</h3>
      <div className={parts.row}>
        <Side label="Width" value={width} onChange={width => resize({ width })} />
        <span className={`${texts.faint} ${css.times}`}>×</span>
        <Side label="Height" value={height} onChange={height => resize({ height })} />
      </div>
      {isOther && (
        <Button onPress={() => resize(wanted)}>
          Fit to {wanted.width}×{wanted.height}
        </Button>
      )}
      {wanted && !isOther && <p className={texts.faint}>The same size as the result.</p>}
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
      className={css.side}
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
      <Toggle isOn={invert.value === true} isDisabled={invert.wired} onChange={invert.set}>
        {' '}
        Invert the output
      </Toggle>
      {!isWhiteOnBlack && (
        <p className={texts.faint}>
          The output has black lines on white. Scribble ControlNets expect white on black: change this setting.
        </p>
      )}
    </>
  )
}
