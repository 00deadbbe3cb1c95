import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core'

/** The ten shades of a scale of ui/tokens.css. */
function scale(name: 'accent' | 'grey' | 'night'): MantineColorsTuple {
  const shade = (index: number) => `var(--entente-${name}-${index})`
  return [shade(0), shade(1), shade(2), shade(3), shade(4), shade(5), shade(6), shade(7), shade(8), shade(9)]
}

const FONT = 'var(--entente-font)'
const space = (pixels: 4 | 8 | 12 | 16 | 24 | 32 | 48) => `var(--entente-space-${pixels})`
const radius = (pixels: 8 | 12 | 20) => `var(--entente-radius-${pixels})`

/** Mantine in the look of ui/tokens.css. Shade 7 of the accent carries white text, and stands out by day and by night. */
export const theme = createTheme({
  colors: { accent: scale('accent'), gray: scale('grey'), dark: scale('night') },
  primaryColor: 'accent',
  primaryShade: 7,
  spacing: { xs: space(8), sm: space(12), md: space(16), lg: space(24), xl: space(32) },
  radius: { xs: space(4), sm: radius(8), md: radius(8), lg: radius(12), xl: radius(20) },
  shadows: { xs: 'var(--entente-shadow-1)', sm: 'var(--entente-shadow-1)', md: 'var(--entente-shadow-2)' },
  defaultRadius: 'md',
  fontFamily: FONT,
  fontFamilyMonospace: 'var(--entente-font-mono)',
  headings: { fontFamily: FONT, fontWeight: 'var(--entente-weight-strong)' },
  respectReducedMotion: true,
  cursorType: 'pointer',
  components: {
    InputWrapper: { defaultProps: { withAsterisk: false } },
    // French is longer than English, and phones are narrow: a button grows rather than cut its text.
    Button: {
      styles: {
        root: { height: 'auto', minHeight: 'var(--button-height)', paddingBlock: 4 },
        label: { whiteSpace: 'normal', height: 'auto', lineHeight: 1.35, overflow: 'visible' },
      },
    },
  },
})

/** Mantine's own names for what our tokens name: its quiet and error texts are too pale for WCAG AA. */
const NAMES = {
  '--mantine-color-body': 'var(--entente-surface)',
  '--mantine-color-text': 'var(--entente-ink)',
  '--mantine-color-bright': 'var(--entente-ink)',
  '--mantine-color-default': 'var(--entente-surface-raised)',
  '--mantine-color-default-hover': 'var(--entente-surface-sunken)',
  '--mantine-color-default-color': 'var(--entente-ink)',
  '--mantine-color-default-border': 'var(--entente-line)',
  '--mantine-color-dimmed': 'var(--entente-ink-quiet)',
  '--mantine-color-error': 'var(--entente-danger)',
  '--mantine-color-placeholder': 'var(--entente-ink-quiet)',
  '--mantine-color-anchor': 'var(--entente-accent-ink)',
}

/** Mantine gives these per look; our tokens know both. */
export const themeVariables: CSSVariablesResolver = () => ({ variables: {}, light: NAMES, dark: NAMES })
