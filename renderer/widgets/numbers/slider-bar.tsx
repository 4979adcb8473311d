import { SliderThumb, SliderTrack } from 'react-aria-components'
import css from './slider-bar.module.css'

/** The track of a slider, filled up to its thumb. */
export const SliderBar = () => (
  <SliderTrack className={css.track}>
    {({ state }) => (
      <>
        <i className={css.fill} style={{ width: `${state.getThumbPercent(0) * 100}%` }} />
        <SliderThumb className={css.thumb} />
      </>
    )}
  </SliderTrack>
)
