import { Button, FileButton, Group, Stack, Text } from '@mantine/core'
import { useState } from 'react'

import { Failure } from '../../ui/notices.tsx'
import { useTexts } from '../use-texts.ts'
import { type ChosenPicture, PICTURE_TYPES, type PictureFault, pictureFault, readPicture } from './read-picture.ts'

interface PictureFieldProps {
  picture: ChosenPicture | null
  onPicture: (picture: ChosenPicture | null) => void
  /** Whether there is one already that this one takes the place of. */
  hasOne: boolean
}

/** Chooses a picture; it is looked at here, and sent with the rest. */
export function PictureField({ picture, onPicture, hasOne }: PictureFieldProps) {
  const { t } = useTexts()
  const [fault, setFault] = useState<PictureFault | 'unreadable' | null>(null)
  const choose = async (file: File | null): Promise<void> => {
    if (file === null) return
    const found = pictureFault(file)
    setFault(found)
    if (found !== null) return
    try {
      onPicture(await readPicture(file))
    } catch {
      setFault('unreadable')
    }
  }
  return (
    <Stack gap="xs">
      <Text size="sm" c="dimmed">
        {t('ownRewards.picture.about')}
      </Text>
      <Group gap="sm">
        <FileButton onChange={(file) => void choose(file)} accept={PICTURE_TYPES}>
          {(props) => (
            <Button variant="default" {...props}>
              {t(hasOne || picture !== null ? 'ownRewards.picture.another' : 'ownRewards.picture.choose')}
            </Button>
          )}
        </FileButton>
        {picture !== null && (
          <>
            <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
              {picture.file.name}
            </Text>
            <Button variant="subtle" onClick={() => onPicture(null)}>
              {t('ownRewards.picture.drop')}
            </Button>
          </>
        )}
      </Group>
      {fault !== null && <Failure text={t(`ownRewards.picture.fault.${fault}`)} />}
    </Stack>
  )
}
