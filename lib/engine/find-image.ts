import type Docker from 'dockerode';

export interface ImageRef {
  readonly tag: string;
  readonly id: string;
}

/** The image with this tag; undefined where the engine has none. */
export async function findImage(docker: Docker, tag: string): Promise<ImageRef | undefined> {
  try {
    const { Id: id } = await docker.getImage(tag).inspect();
    return { tag, id };
  } catch (error) {
    if (error instanceof Error && 'statusCode' in error && error.statusCode === 404)
      return undefined;
    throw error;
  }
}
