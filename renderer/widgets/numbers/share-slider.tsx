import { Label, Slider, SliderOutput } from 'react-aria-components'
import { texts } from '../../look/styles.ts'
import css from './share-slider.module.css'
import { SliderBar } from './slider-bar.tsx'

interface Props {
  readonly label: string
  readonly value: number
  onChange(value: number): void
}

/** A share from 0 to 1, shown in percent. */
export const ShareSlider = ({ label, value, onChange }: Props) => (
  <Slider
    className={css.share}
    minValue={0}
    maxValue={1}
    step={0.01}
    value={value}
    onChange={onChange}
    formatOptions={{ style: 'percent' }}
  >
    <Label className={texts.hidden}>{label}</Label>
    <SliderBar />
    <SliderOutput className={texts.faint} />
  </Slider>
)
