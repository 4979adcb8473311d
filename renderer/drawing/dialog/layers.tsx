import { ChevronDown, ChevronUp, Eye, EyeOff, GripVertical, type LucideIcon, Plus, Trash2 } from 'lucide-react'
import { GridList, GridListItem, Input, TextField, ToggleButton, useDragAndDrop } from 'react-aria-components'
import { useStore } from 'zustand'
import { addLayer, changeLayer, moveLayer, removeLayer } from '../../../graph/drawing/edit-drawing.ts'
import { IconButton } from '../../look/controls.tsx'
import { buttons, flow, texts } from '../../look/styles.ts'
import { ShareSlider } from '../../widgets/numbers/share-slider.tsx'
import { useCancel } from '../../widgets/use-cancel.ts'
import { layerIn } from '../drawing-session.ts'
import parts from './drawing-dialog.module.css'
import css from './layers.module.css'
import type { DrawingDesk } from './use-desk.ts'

/** The layers, the topmost first; strokes go on the selected one. */
export function Layers({ desk }: { readonly desk: DrawingDesk }) {
  const selected = useStore(desk.session, now => layerIn(desk.shown, now))
  return (
    <section className={parts.section}>
      <LayerButtons desk={desk} selected={selected} />
      <LayerList desk={desk} selected={selected} />
      <SelectedLayer key={selected} desk={desk} index={selected} />
    </section>
  )
}

interface Props {
  readonly desk: DrawingDesk
  /** The index of the selected layer; 0 is the lowest. */
  readonly selected: number
}

const select = (desk: DrawingDesk, layer: number) => desk.session.setState({ layer })

/** Moves a layer and selects it. */
function move(desk: DrawingDesk, from: number, to: number): void {
  desk.change('Move layer', drawing => moveLayer(drawing, from, to))
  select(desk, to)
}

/** The heading, and what can be done with the selected layer. */
function LayerButtons({ desk, selected }: Props) {
  const top = desk.shown.layers.length - 1
  const remove = () => {
    desk.change('Remove layer', drawing => removeLayer(drawing, selected))
    select(desk, Math.max(0, selected - 1))
  }
  const add = () => {
    desk.change('Add layer', drawing => addLayer(drawing, selected))
    select(desk, selected + 1)
  }
  const button = (label: string, Icon: LucideIcon, onPress: () => void, isDisabled = false) => (
    <IconButton icon={Icon} label={label} isDisabled={isDisabled} onPress={onPress} />
  )
  return (
    <div className={parts.row}>
      <h3>Layers</h3>
      <span className={flow.spring} />
      {button('Move layer up', ChevronUp, () => move(desk, selected, selected + 1), selected === top)}
      {button('Move layer down', ChevronDown, () => move(desk, selected, selected - 1), selected === 0)}
      {button('Remove layer', Trash2, remove, top === 0)}
      {button('Add layer', Plus, add)}
    </div>
  )
}

/** One row a layer. A row is selected by a press and moved by its grip. */
function LayerList({ desk, selected }: Props) {
  const { dragAndDropHooks } = useDragAndDrop({
    getItems: keys => [...keys].map(key => ({ 'text/plain': String(key) })),
    onReorder({ keys, target }) {
      const from = Number([...keys][0])
      // The list shows the last layer first: "before" a layer in the list is above it.
      const above = Number(target.key) + (target.dropPosition === 'before' ? 1 : 0)
      move(desk, from, above > from ? above - 1 : above)
    },
  })
  return (
    <GridList
      className={css.layers}
      aria-label="Layers"
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[String(selected)]}
      onSelectionChange={keys => keys !== 'all' && select(desk, Number([...keys][0]))}
      dragAndDropHooks={dragAndDropHooks}
    >
      {desk.shown.layers
        .map(({ name, visible, strokes }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a layer is known by its place; names may be the same.
          <GridListItem key={index} id={String(index)} textValue={name}>
            <ToggleButton
              className={buttons.icon}
              aria-label={`Show ${name}`}
              isSelected={visible}
              onChange={visible =>
                desk.change(visible ? 'Show layer' : 'Hide layer', drawing =>
                  changeLayer(drawing, index, () => ({ visible })),
                )
              }
            >
              {visible ? <Eye /> : <EyeOff />}
            </ToggleButton>
            <span className={flow.name}>{name}</span>
            <span className={texts.faint}>{strokes.length || ''}</span>
            <IconButton icon={GripVertical} label={`Drag ${name}`} slot="drag" />
          </GridListItem>
        ))
        .toReversed()}
    </GridList>
  )
}

/** The name and the opacity of the selected layer. */
function SelectedLayer({ desk, index }: { readonly desk: DrawingDesk; readonly index: number }) {
  const { name, opacity } = desk.shown.layers[index]!
  const rename = (name: string) =>
    desk.change('Rename layer', drawing => changeLayer(drawing, index, () => ({ name })), `rename ${index}`)
  const cancel = useCancel(name, rename)
  return (
    <div className={parts.row}>
      <TextField className={css.title} aria-label="Name of the layer" value={name} onChange={rename} {...cancel}>
        <Input maxLength={200} />
      </TextField>
      <ShareSlider
        label="Opacity"
        value={opacity}
        onChange={opacity =>
          desk.change('Opacity', drawing => changeLayer(drawing, index, () => ({ opacity })), `opacity ${index}`)
        }
      />
    </div>
  )
}
