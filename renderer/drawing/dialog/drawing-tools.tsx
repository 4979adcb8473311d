import {
  Contrast,
  Eraser,
  type LucideIcon,
  PenLine,
  PenTool,
  Redo2,
  Scan,
  Trash2,
  Undo2,
  ZoomIn,
  ZoomOut,
} from 'lucide-react'
import type { RefObject } from 'react'
import { Label, Slider, SliderOutput, ToggleButton, ToggleButtonGroup } from 'react-aria-components'
import { useStore } from 'zustand'
import type { Tool } from '../../../graph/drawing/drawing.ts'
import { clearLayer, invert } from '../../../graph/drawing/edit-drawing.ts'
import { runCommand } from '../../commands/all-commands.ts'
import { IconButton } from '../../look/controls.tsx'
import { Hinted } from '../../look/hinted.tsx'
import { buttons, fields, texts } from '../../look/styles.ts'
import { useActive, useStudio } from '../../studio/use-studio.ts'
import { SliderBar } from '../../widgets/numbers/slider-bar.tsx'
import { largestWidth, layerIn, smallestWidth } from '../drawing-session.ts'
import type { Surface } from '../surface/mount-surface.ts'
import css from './drawing-tools.module.css'
import type { DrawingDesk } from './use-desk.ts'

interface Props {
  readonly desk: DrawingDesk
  readonly surface: RefObject<Surface | null>
}

/** Pen and eraser, their width, undo, zoom, and actions on the whole drawing. */
export function DrawingTools({ desk, surface }: Props) {
  const { session } = desk
  const { pressure } = useStore(session)
  const layer = useStore(session, now => layerIn(desk.shown, now))
  return (
    <div className={css.tools} role="toolbar" aria-label="Drawing tools">
      <ToolChoice desk={desk} />
      <Width desk={desk} />
      <Hinted title="A stylus’ pressure changes the width">
        <ToggleButton
          className={buttons.icon}
          aria-label="Pressure"
          isSelected={pressure}
          onChange={pressure => session.setState({ pressure })}
        >
          <PenTool />
        </ToggleButton>
      </Hinted>
      <i className={css.rule} />
      <Steps />
      <i className={css.rule} />
      <Action
        icon={Contrast}
        title="Black and white paper"
        name="Swap black and white"
        keys="X"
        run={() => desk.change('Swap black and white', invert)}
      />
      <Action
        icon={Trash2}
        title="Clear the layer"
        name="Clear the layer"
        keys="Delete"
        run={() => desk.change('Clear layer', drawing => clearLayer(drawing, layer))}
      />
      <i className={css.rule} />
      <Views desk={desk} surface={surface} />
    </div>
  )
}

function ToolChoice({ desk: { session } }: { readonly desk: DrawingDesk }) {
  const { tool } = useStore(session)
  return (
    <ToggleButtonGroup
      className={`${fields.segments} ${css.tool}`}
      aria-label="Tool"
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[tool]}
      onSelectionChange={keys => session.setState({ tool: [...keys][0] as Tool })}
    >
      <Hinted title="Pen" keys="B">
        <ToggleButton id="pen" aria-label="Pen">
          <PenLine />
        </ToggleButton>
      </Hinted>
      <Hinted title="Eraser" keys="E">
        <ToggleButton id="eraser" aria-label="Eraser">
          <Eraser />
        </ToggleButton>
      </Hinted>
    </ToggleButtonGroup>
  )
}

function Steps() {
  const studio = useStudio()
  const undoable = useActive(({ undoable }) => undoable)
  const redoable = useActive(({ redoable }) => redoable)
  return (
    <>
      <Action
        icon={Undo2}
        title={undoable ? `Undo: ${undoable}` : 'Undo'}
        name="Undo"
        keys="Ctrl Z"
        off={undoable == null}
        run={() => runCommand(studio, 'edit.undo')}
      />
      <Action
        icon={Redo2}
        title={redoable ? `Redo: ${redoable}` : 'Redo'}
        name="Redo"
        keys="Ctrl Y"
        off={redoable == null}
        run={() => runCommand(studio, 'edit.redo')}
      />
    </>
  )
}

function Views({ desk, surface }: Props) {
  const zoom = (factor: number) => surface.current?.tell({ kind: 'zoom', factor })
  return (
    <>
      <Action icon={ZoomOut} title="Zoom out" name="Zoom out" keys="−" run={() => zoom(1 / 1.25)} />
      <Action
        icon={Scan}
        title="Fit to the window"
        name="Fit to the window"
        keys="0"
        run={() => desk.session.setState({ view: null })}
      />
      <Action icon={ZoomIn} title="Zoom in" name="Zoom in" keys="+" run={() => zoom(1.25)} />
    </>
  )
}

interface ActionProps {
  /** Shown in the tooltip. `name` is the fixed name of the action, whatever it does now. */
  readonly title: string
  readonly name: string
  readonly keys: string
  readonly off?: boolean
  readonly icon: LucideIcon
  run(): void
}

const Action = ({ title, name, keys, off = false, icon, run }: ActionProps) => (
  <Hinted title={title} keys={keys}>
    <IconButton icon={icon} label={name} isDisabled={off} onPress={run} />
  </Hinted>
)

/** The width of the selected tool. Thin widths take half of the slider, because they differ most visibly. */
function Width({ desk }: { readonly desk: DrawingDesk }) {
  const { tool, widths } = useStore(desk.session)
  const width = widths[tool]
  const set = (width: number) =>
    desk.session.setState({ widths: { ...widths, [tool]: Math.max(smallestWidth, Math.round(width)) } })
  return (
    <Slider
      className={css.width}
      minValue={0}
      maxValue={100}
      step={1}
      value={100 * Math.sqrt(width / largestWidth)}
      onChange={share => set(largestWidth * (share / 100) ** 2)}
    >
      <Label className={texts.hidden}>Width</Label>
      <SliderBar />
      <SliderOutput className={texts.faint}>{() => `${width} px`}</SliderOutput>
    </Slider>
  )
}
