// A place to drop or choose files. It only hands the files over; what is wrong with one is said by whoever takes it.
import { useRef, useState } from "preact/hooks";
import { Button } from "./Button";
import { Icon } from "./Icon";
import { iconImages } from "./icons";

interface DropZoneProps {
  /** What can be dropped here, with the limit: "Drop up to 80 photos". */
  title: string;
  chooseLabel: string;
  /** As in `<input accept>`. */
  accept: string;
  onFiles: (files: File[]) => void;
}

export function DropZone({ title, chooseLabel, accept, onFiles }: DropZoneProps) {
  const input = useRef<HTMLInputElement>(null);
  const [isOver, setOver] = useState(false);
  return (
    <section
      class="drop-zone"
      aria-label={title}
      data-over={isOver}
      onDragOver={(event) => {
        if (!event.dataTransfer?.types.includes("Files")) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        const files = [...(event.dataTransfer?.files ?? [])];
        if (files.length > 0) onFiles(files);
      }}
    >
      <Icon shape={iconImages} />
      <p>{title}</p>
      <Button onPress={() => input.current?.click()}>{chooseLabel}</Button>
      <input
        ref={input}
        type="file"
        accept={accept}
        multiple
        hidden
        aria-label={title}
        onChange={(event) => {
          const files = [...(event.currentTarget.files ?? [])];
          // the same files can be chosen again after a failure
          event.currentTarget.value = "";
          if (files.length > 0) onFiles(files);
        }}
      />
    </section>
  );
}
