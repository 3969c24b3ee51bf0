// Every ui component in its states, on one page, to be looked at: `npm run gallery`. Its texts are samples, not product texts.
import { type ComponentChildren, render } from "preact";
import { useState } from "preact/hooks";
import "../ui/all.css";
import "./gallery.css";
import { Badge } from "../ui/Badge";
import { Button, IconButton } from "../ui/Button";
import { Combobox } from "../ui/Combobox";
import { Dialog } from "../ui/Dialog";
import { DropZone } from "../ui/DropZone";
import { EmptyState, Skeleton } from "../ui/EmptyState";
import { type Option, SelectField, TextField } from "../ui/Field";
import { iconClock, iconImages, iconMore, iconPause, iconRetry } from "../ui/icons";
import { JobRow } from "../ui/JobRow";
import { BulkBar, List, ListHead } from "../ui/List";
import { loadLanguage } from "../ui/load_language";
import { Menu } from "../ui/Menu";
import { Money } from "../ui/Money";
import { Notice } from "../ui/Notice";
import { Thumb } from "../ui/Photo";
import { PhotoTile } from "../ui/PhotoTile";
import { Gauge, Progress } from "../ui/Progress";
import { RelativeTime } from "../ui/RelativeTime";
import { SaveBar } from "../ui/SaveBar";
import { Rail, Tabs } from "../ui/Tabs";
import { TextArea } from "../ui/TextArea";
import { Toasts } from "../ui/Toast";

const nothing = () => {};
const IN_12_MIN = new Date(Date.now() + 12 * 60_000);
const PICTURE = `data:image/svg+xml,${encodeURIComponent('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 3 4"><rect width="3" height="4" fill="#b5838d"/><circle cx="1.5" cy="1.6" r=".8" fill="#ffcdb2"/></svg>')}`;
const DRESS = { src: PICTURE, color: "#b5838d", alt: "Robe d’été rose" };
const LONG = "Manteau en laine vierge double face, coupe droite, couleur camel, taille 38, porté deux fois, état impeccable";
const BRANDS: Option[] = ["Levi's", "Mango", "Sézane", "Zara"].map((label) => ({ value: label, label }));

function Part({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <section data-part={title}>
      <h2>{title}</h2>
      {children}
    </section>
  );
}

function Buttons() {
  return (
    <Part title="Buttons and badges">
      <div class="gallery-line">
        <Button kind="primary">Relist 3</Button>
        <Button icon={iconRetry}>Try again</Button>
        <Button kind="danger">Delete the dress</Button>
        <Button kind="quiet">Later</Button>
        <Button busy>Saving</Button>
        <Button disabled>Publish</Button>
        <IconButton name="Pause" icon={iconPause} onPress={nothing} />
        <Menu
          name="More for the dress"
          items={[
            { label: "Change price", onChoose: nothing },
            { label: "Copy to draft", onChoose: nothing },
            { label: "Delete the dress", onChoose: nothing, danger: true },
          ]}
        />
      </div>
      <div class="gallery-line">
        <Badge tone="good">Live</Badge>
        <Badge tone="wait">Waiting</Badge>
        <Badge tone="bad">Refused</Badge>
        <Badge tone="info">Working</Badge>
        <Badge tone="neutral">Hidden</Badge>
        <Money amount={{ amount: 1250, currency: "EUR" }} />
        <RelativeTime time={IN_12_MIN} />
      </div>
    </Part>
  );
}

function Fields() {
  const [text, setText] = useState("Jolie robe d’été 🌸");
  const [brand, setBrand] = useState<Option | undefined>(BRANDS[2]);
  return (
    <Part title="Fields">
      <TextField label="Title" hint="What a buyer would search for" value="Robe d’été" onChange={nothing} />
      <TextField label="Price" error="A price is between 1 and 5,000 €" value="0" inputMode="decimal" onChange={nothing} />
      <SelectField
        label="Condition"
        value="good"
        options={[
          { value: "new", label: "New with tags" },
          { value: "good", label: "Very good" },
        ]}
        onChange={nothing}
      />
      <Combobox
        label="Brand"
        chosen={brand}
        onChoose={setBrand}
        search={(query) => BRANDS.filter(({ label }) => label.toLowerCase().includes(query.toLowerCase()))}
      />
      <TextArea label="Description" value={text} max={2000} onChange={setText} />
      <TextArea label="Note" value="Too long" max={4} rows={2} onChange={nothing} />
    </Part>
  );
}

function Jobs() {
  return (
    <Part title="Jobs and budget">
      <Gauge label="Safety budget" used={12} limit={40} detail="12 of 40 today" />
      <Gauge label="Relists" used={9} limit={10} detail="9 of 10 today" />
      <Progress label="Photo 3 of 8" done={3} total={8} />
      <JobRow
        photo={DRESS}
        verb="Relist"
        title="Robe d’été rose"
        status={{ tone: "info", word: "Working" }}
        step={{ text: "Photo 3 of 8", done: 3, total: 8 }}
        nextAt={IN_12_MIN}
        onPause={nothing}
        onStop={nothing}
      />
      <JobRow
        photo={{ color: "#c9b79c", alt: "" }}
        verb="Publish"
        title={LONG}
        status={{ tone: "wait", word: "Paused" }}
        isPaused
        onResume={nothing}
        onStop={nothing}
      />
    </Part>
  );
}

function Photos() {
  return (
    <Part title="Photos">
      <DropZone title="Drop up to 80 photos" chooseLabel="Choose photos" accept="image/*" onFiles={nothing} />
      <div class="gallery-tiles">
        <PhotoTile photo={DRESS} state={{ kind: "ready" }} isCover isSelected />
        <PhotoTile photo={{ color: "#8d99ae", alt: "IMG_1.jpg" }} state={{ kind: "waiting" }} />
        <PhotoTile photo={{ ...DRESS, alt: "IMG_2.jpg" }} state={{ kind: "uploading", done: 4, total: 9 }} />
        <PhotoTile
          photo={{ color: "#d8d2c8", alt: "IMG_3.jpg" }}
          state={{ kind: "failed", reason: "The file is empty", onRetry: nothing }}
        />
      </div>
    </Part>
  );
}

function Lists() {
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set(["Robe d’été rose"]));
  const [filter, setFilter] = useState("");
  return (
    <Part title="Lists">
      <ListHead count="48 listings" filter={filter} onFilter={setFilter} updatedAt={new Date(2026, 10, 23, 14, 2)} />
      <List
        label="Closet"
        items={["Robe d’été rose", LONG, "Jean 501"]}
        keyOf={(item) => item}
        nameOf={(item) => item}
        onOpen={nothing}
        selected={selected}
        onSelect={setSelected}
        row={(item) => (
          <div class="gallery-row">
            <Thumb photo={DRESS} />
            <span>{item}</span>
            <Money amount={{ amount: 1250, currency: "EUR" }} />
          </div>
        )}
      />
      <BulkBar count={selected.size} onClear={() => setSelected(new Set())}>
        <Button>Relist</Button>
      </BulkBar>
      <Skeleton rows={2} />
      <EmptyState icon={iconImages} title="No drafts yet" action={<Button kind="primary">Add photos</Button>}>
        Drop photos of an item and we make the first draft from them.
      </EmptyState>
    </Part>
  );
}

function News() {
  const [isOpen, setOpen] = useState(false);
  return (
    <Part title="News and questions">
      <Notice tone="good" title="Relisted">
        The new listing is live and the old one is gone.
      </Notice>
      <Notice tone="info" title="No Vinted tab is open" action={<Button>Open Vinted</Button>}>
        Work goes on as soon as one is there.
      </Notice>
      <Notice tone="wait" title="Resting until 16:20">
        Vinted asked for a pause. Nothing is lost; work goes on by itself.
      </Notice>
      <Notice tone="bad" title="Vinted refused the price">
        It must be at least 1 €. Correct it in the draft, then publish again.
      </Notice>
      <Button onPress={() => setOpen(true)}>Ask</Button>
      <Dialog
        title="Delete Robe d’été rose?"
        open={isOpen}
        onClose={() => setOpen(false)}
        actions={
          <>
            <Button onPress={() => setOpen(false)}>Keep it</Button>
            <Button kind="danger" onPress={() => setOpen(false)}>
              Delete the listing
            </Button>
          </>
        }
      >
        The listing and its 12 favourites go. A copy stays in History for 90 days.
      </Dialog>
      <SaveBar isDirty onSave={nothing} onDiscard={nothing} />
    </Part>
  );
}

function Ways() {
  const [lane, setLane] = useState("check");
  return (
    <Part title="Ways around">
      <Tabs
        label="Lanes"
        current={lane}
        onChange={setLane}
        tabs={[
          { key: "sure", label: "Sure" },
          { key: "check", label: "Check" },
          { key: "loose", label: "Loose" },
        ]}
      >
        Groups to check.
      </Tabs>
      <Rail
        label="Screens"
        current="photos"
        items={[
          { key: "today", label: "Today", icon: iconClock, count: 3, href: "#today" },
          { key: "photos", label: "Photos", icon: iconImages, href: "#photos" },
          { key: "more", label: "Automations", icon: iconMore, count: 128, href: "#more" },
        ]}
      />
    </Part>
  );
}

function Gallery() {
  const [news, setNews] = useState([{ id: "a", text: "Price changed to 12,50 €", onUndo: nothing }]);
  return (
    <div class="gallery">
      <h1 class="visually-hidden">Gallery</h1>
      <Buttons />
      <Fields />
      <Jobs />
      <Photos />
      <Lists />
      <News />
      <Ways />
      <Toasts news={news} onDismiss={() => setNews([])} />
    </div>
  );
}

const app = document.getElementById("app");
if (!app) throw new Error("index.html lacks #app");
await loadLanguage([new URLSearchParams(location.search).get("language") ?? "en"]);
render(<Gallery />, app);
