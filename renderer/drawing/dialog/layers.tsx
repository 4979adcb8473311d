import { ChevronDown, ChevronUp, Eye, EyeOff, GripVertical, Plus, Trash2 } from 'lucide-react'
import { Button, GridList, GridListItem, Input, TextField, ToggleButton, useDragAndDrop } from 'react-aria-components'
import { useStore } from 'zustand'
import { addLayer, changeLayer, moveLayer, removeLayer } from '../../../graph/drawing/edit-drawing.ts'
import { buttons, flow, texts } from '../../look/styles.ts'
import { ShareSlider } from '../../widgets/numbers/share-slider.tsx'
import { layerIn } from '../drawing-session.ts'
import parts from './drawing-dialog.module.css'
import css from './layers.module.css'
import type { DrawingDesk } from './use-desk.ts'

/** The layers, the topmost first; the chosen one is drawn on. */
export function Layers({ desk }: { readonly desk: DrawingDesk }) {
  const { session, shown } = desk
  const chosen = useStore(session, now => layerIn(shown, now))
  const top = shown.layers.length - 1
  const choose = (layer: number) => session.setState({ layer })
  const move = (to: number) => {
    desk.change('Move layer', drawing => moveLayer(drawing, chosen, to))
    choose(to)
  }
  const { dragAndDropHooks } = useDragAndDrop({
    getItems: keys => [...keys].map(key => ({ 'text/plain': String(key) })),
    onReorder({ keys, target }) {
      const from = Number([...keys][0])
      // The list stands on its head: before a layer is above it.
      const above = Number(target.key) + (target.dropPosition === 'before' ? 1 : 0)
      const to = above > from ? above - 1 : above
      desk.change('Move layer', drawing => moveLayer(drawing, from, to))
      choose(to)
    },
  })
  return (
    <section className={parts.section}>
      <div className={parts.row}>
        <h3>Layers</h3>
        <span className={flow.spring} />
        <Button
          className={buttons.icon}
          aria-label="Move layer up"
          isDisabled={chosen === top}
          onPress={() => move(chosen + 1)}
        >
          <ChevronUp />
        </Button>
        <Button
          className={buttons.icon}
          aria-label="Move layer down"
          isDisabled={chosen === 0}
          onPress={() => move(chosen - 1)}
        >
          <ChevronDown />
        </Button>
        <Button
          className={buttons.icon}
          aria-label="Remove layer"
          isDisabled={top === 0}
          onPress={() => {
            desk.change('Remove layer', drawing => removeLayer(drawing, chosen))
            choose(Math.max(0, chosen - 1))
          }}
        >
          <Trash2 />
        </Button>
        <Button
          className={buttons.icon}
          aria-label="Add layer"
          onPress={() => {
            desk.change('Add layer', drawing => addLayer(drawing, chosen))
            choose(chosen + 1)
          }}
        >
          <Plus />
        </Button>
      </div>
      <GridList
        className={css.layers}
        aria-label="Layers"
        selectionMode="single"
        disallowEmptySelection
        selectedKeys={[String(chosen)]}
        onSelectionChange={keys => keys !== 'all' && choose(Number([...keys][0]))}
        dragAndDropHooks={dragAndDropHooks}
      >
        {shown.layers
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
              <Button slot="drag" className={buttons.icon} aria-label={`Drag ${name}`}>
                <GripVertical />
              </Button>
            </GridListItem>
          ))
          .toReversed()}
      </GridList>
      <ChosenLayer key={chosen} desk={desk} index={chosen} />
    </section>
  )
}

function ChosenLayer({ desk, index }: { readonly desk: DrawingDesk; readonly index: number }) {
  const { name, opacity } = desk.shown.layers[index]!
  return (
    <div className={parts.row}>
      <TextField
        className={css.title}
        aria-label="Name of the layer"
        value={name}
        onChange={name =>
          desk.change('Rename layer', drawing => changeLayer(drawing, index, () => ({ name })), `rename ${index}`)
        }
      >
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
