import { Anchor, Text } from '@mantine/core'
import { Link } from 'wouter'

import { useTexts } from '../use-texts.ts'
import classes from './collect-link.module.css'

/** The way to the points of a paper slip, for whoever holds one: without the QR code there is no other. */
export function CollectLink() {
  const { t } = useTexts()
  return (
    <Text className={classes.line}>
      {t('collect.have')}
      <Anchor component={Link} href="/collect" className={classes.link}>
        {t('collect.linkTo')}
      </Anchor>
    </Text>
  )
}
