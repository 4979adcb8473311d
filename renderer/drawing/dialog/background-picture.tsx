import { Upload, X } from 'lucide-react'
import { FileTrigger } from 'react-aria-components'
import type { Drawing } from '../../../graph/drawing/drawing.ts'
import { setPicture } from '../../../graph/drawing/edit-drawing.ts'
import { file } from '../../../graph/node.ts'
import { IconButton, Toggle } from '../../look/controls.tsx'
import { flow } from '../../look/styles.ts'
import { useStudio } from '../../studio/use-studio.ts'
import { useChoices } from '../../widgets/choices/choices.ts'
import { Picker } from '../../widgets/choices/picker.tsx'
import { ShareSlider } from '../../widgets/numbers/share-slider.tsx'
import { uploadPicture } from '../../widgets/pictures/choose-picture.ts'
import css from './drawing-dialog.module.css'
import type { DrawingDesk } from './use-desk.ts'

const input = file('input')

/** A picture below all layers, to trace. It can be part of the output. */
export function BackgroundPicture({ desk }: { readonly desk: DrawingDesk }) {
  const studio = useStudio()
  const { picture } = desk.shown
  const choices = useChoices(input)
  const change = (label: string, part: Partial<NonNullable<Drawing['picture']>>, merge?: string) =>
    desk.change(
      label,
      drawing => setPicture(drawing, { name: '', opacity: 0.4, included: false, ...drawing.picture, ...part }),
      merge,
    )
  const load = (file: File | undefined) =>
    file && void studio.attempt(async () => change('Background picture', { name: await uploadPicture(studio, file) }))
  return (
    <section className={css.section}>
      <div className={css.row}>
        <h3>Background picture</h3>
        <span className={flow.spring} />
        <FileTrigger acceptedFileTypes={['image/*']} onSelect={files => load(files?.[0])}>
          <IconButton icon={Upload} label="Choose a picture file" />
        </FileTrigger>
        {picture && (
          <IconButton
            icon={X}
            label="Remove the background picture"
            onPress={() => desk.change('Remove background picture', drawing => setPicture(drawing, null))}
          />
        )}
      </div>
      <div>
        <Picker
          label="Background picture"
          choices={choices}
          selected={picture?.name ?? null}
          empty="There are no pictures in the input folder."
          onChoose={name => change('Background picture', { name })}
        />
      </div>
      {picture && (
        <>
          <ShareSlider
            label="Opacity of the picture"
            value={picture.opacity}
            onChange={opacity => change('Opacity', { opacity }, 'picture opacity')}
          />
          <Toggle
            isOn={picture.included}
            onChange={included => change(included ? 'Include picture' : 'Exclude picture', { included })}
          >
            {' '}
            Part of the result
          </Toggle>
        </>
      )}
    </section>
  )
}
