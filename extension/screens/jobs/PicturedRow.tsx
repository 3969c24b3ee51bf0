// A job's row where our own photos can be shown: what is not on Vinted yet has no picture there. The popup shows the plain row.
import { useThumb } from "../photos/use_thumb";
import { stepOf } from "./ended_words";
import { Row, type RowProps } from "./Row";

export function PicturedRow({ job, ...rest }: Omit<RowProps, "photo" | "step">) {
  const own = useThumb(job.photo_url ? undefined : (job.photo_id ?? undefined));
  return <Row job={job} step={stepOf(job)} photo={{ src: job.photo_url ?? own, alt: "" }} {...rest} />;
}
