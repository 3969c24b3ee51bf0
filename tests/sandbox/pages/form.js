// The form for a new listing and for editing one, with the fields and test ids of CONTRACT §20.5.

import { call, controlled, h, session } from "./dom.js";

const uuid = () => crypto.randomUUID();

function initial(item) {
  const chosen = Object.fromEntries((item?.item_attributes ?? []).map(({ code, ids }) => [code, ids]));
  return {
    id: item?.id ?? null,
    isDraft: item?.is_draft ?? false,
    session: uuid(),
    title: item?.title ?? "",
    description: item?.description ?? "",
    price: item?.price?.amount ?? "",
    catalog: item?.catalog_id ? { id: item.catalog_id, title: String(item.catalog_id) } : null,
    brand: item?.brand_id ? { id: item.brand_id, title: item.brand_dto.title } : null,
    colours: [item?.color1_id, item?.color2_id].filter(Boolean),
    parcel: item?.package_size_id ?? null,
    isbn: item?.isbn ?? "",
    chosen,
    photos: (item?.photos ?? []).map(({ id, url }) => ({ id, url })),
    keep: { measurement_length: item?.measurement_length ?? null, measurement_width: item?.measurement_width ?? null, is_unisex: Boolean(item?.is_unisex) },
  };
}

function body(state) {
  return {
    id: state.id, currency: "EUR", temp_uuid: state.session, title: state.title, description: state.description,
    brand_id: state.brand?.id ?? null, brand: state.brand?.id ? "" : (state.brand?.title ?? ""), catalog_id: state.catalog?.id ?? null,
    isbn: state.isbn || null, ai_photo: false, price: state.price === "" ? null : Number(state.price.replace(",", ".")),
    package_size_id: state.parcel, shipment_prices: { domestic: null, international: null }, color_ids: state.colours,
    assigned_photos: state.photos.map(({ id }) => ({ id, orientation: 0 })),
    item_attributes: Object.entries(state.chosen).filter(([, ids]) => ids.length).map(([code, ids]) => ({ code, ids })),
    video_game_rating_id: null, manufacturer: null, manufacturer_labelling: null, ...state.keep,
  };
}

// A read-only input that opens a panel of rows below it.
function dropdown(testid, panelId, text, rows) {
  const panel = h("div", { testid: panelId, hidden: true });
  const input = h("input", { type: "text", readonly: true, testid, value: text, onclick: async () => {
    panel.hidden = !panel.hidden;
    if (!panel.hidden) panel.replaceChildren(...(await rows(() => { panel.hidden = true; })));
  } });
  return h("div", {}, input, panel);
}

const toggle = (list, id, most) => (list.includes(id) ? list.filter((other) => other !== id) : [...list, id].slice(-most));
const row = (attributes, text, onclick) => h("li", { class: "web_ui__Item__item" }, h("div", { role: "button", tabindex: 0, ...attributes, onclick }, text));

function catalogField(state, redraw) {
  let tree = null;
  return dropdown("catalog-select-dropdown-input", "catalog-select-dropdown-content", state.catalog?.title ?? "", async (close) => {
    tree ??= (await call("GET", "/api/v2/item_upload/catalogs", undefined, { form: true })).data.catalogs;
    const list = h("ul");
    const open = (nodes) => list.replaceChildren(...nodes.map((node) => row({ id: `catalog-${node.id}` }, node.title, () => {
      if (node.catalogs.length) return open(node.catalogs);
      close();
      state.catalog = { id: node.id, title: node.title };
      state.chosen = {};
      redraw();
    })));
    open(tree);
    return [list];
  });
}

function brandField(state, redraw) {
  return dropdown("brand-select-dropdown-input", "brand-select-dropdown-content", state.brand?.title ?? "", async () => {
    const list = h("ul");
    const search = async (keyword) => {
      const answer = await call("GET", `/api/v2/item_upload/brands?category_id=${state.catalog?.id ?? ""}&keyword=${encodeURIComponent(keyword)}`);
      const pick = (brand) => () => { state.brand = brand; redraw(); };
      const rows = answer.data.brands.map((brand) => row({ id: `brand-${brand.id}` }, brand.title, pick({ id: brand.id, title: brand.title })));
      if (/^sans marque$/i.test(keyword.trim())) rows.push(row({ id: "empty-brand" }, "Sans marque", pick({ id: 1, title: "Sans marque" })));
      else if (keyword) rows.push(row({ id: "custom-select-brand" }, `Utiliser « ${keyword} »`, pick({ id: null, title: keyword })));
      list.replaceChildren(...rows);
    };
    await search("");
    let typed = "";
    const input = h("input", { type: "text", id: "brand-search-input", testid: "brand-search--input" });
    return [controlled(input, () => typed, (text) => { typed = text; search(text); }), list];
  });
}

function attributeField(state, { code, configuration }, redraw) {
  if (code === "color") return multiField(configuration, "color-select-dropdown", (id) => `color-${id}`, () => state.colours, (ids) => { state.colours = ids; });
  const chosen = () => state.chosen[code] ?? [];
  if (configuration.selection_type === "multi")
    return multiField(configuration, `category-${code}-multi-list`, (id) => (code === "material" ? `material-checkbox-${id}--input` : `${code}-${id}`), chosen, (ids) => { state.chosen[code] = ids; });
  const kind = configuration.display_type === "grid" ? "single-grid" : "single-list";
  const options = configuration.options.flatMap((group) => group.options);
  const text = options.find((option) => option.id === chosen()[0])?.title ?? "";
  const testid = (id) => (code === "size" ? `size-group-${id}` : `${code}-${id}`);
  return h("div", {}, h("label", {}, configuration.title), dropdown(`category-${code}-${kind}-input`, `category-${code}-${kind}-content`, text, async () => [
    h("ul", {}, options.map((option) => row({ testid: testid(option.id) }, option.title, () => {
      state.chosen[code] = [option.id];
      redraw();
    }))),
  ]));
}

// Several may be chosen: the panel stays open until "Fait" is pressed.
function multiField(configuration, name, testid, read, write) {
  const options = configuration.options.flatMap((group) => group.options);
  const text = () => read().map((id) => options.find((option) => option.id === id)?.title ?? id).join(", ");
  const field = dropdown(`${name}-input`, `${name}-content`, text(), async (close) => [
    h("ul", {}, options.map((option) => row({ testid: testid(option.id), "aria-pressed": String(read().includes(option.id)) }, option.title, (event) => {
      write(toggle(read(), option.id, configuration.selection_limit));
      field.querySelector("input").value = text();
      for (const line of event.target.closest("ul").querySelectorAll("[data-testid]"))
        line.setAttribute("aria-pressed", String(read().some((id) => testid(id) === line.dataset.testid)));
    }))),
    h("button", { type: "button", onclick: close }, "Fait"),
  ]);
  return h("div", {}, h("label", {}, configuration.title), field);
}

function parcelField(state, parcels) {
  return h("fieldset", {}, h("legend", {}, "Format du colis"), parcels.map(({ id, title }) => h("label", { id: `package-size-${id}` },
    h("input", { type: "radio", name: "package", testid: `package_type_selector_${id}--input`, checked: state.parcel === id, onchange: () => { state.parcel = id; } }), title)));
}

function photoField(state, redraw, problem) {
  const input = h("input", { type: "file", multiple: true, accept: "image/jpeg,image/png,image/webp", testid: "add-photos-input", onchange: async () => {
    for (const file of input.files) {
      const data = new FormData();
      data.append("photo[type]", "item");
      data.append("photo[temp_uuid]", state.session);
      data.append("photo[file]", file);
      const answer = await call("POST", "/api/v2/photos", data);
      const photo = answer.data?.photo ?? answer.data;
      if (answer.status === 200 && photo?.id) state.photos.push({ id: photo.id, url: photo.url });
      else problem(answer);
    }
    redraw();
  } });
  const thumbs = state.photos.map(({ id, url }) => h("div", { testid: `image-wrapper-${id}` }, h("img", { src: url, alt: "" })));
  return h("div", { testid: "dropzone" }, input, h("div", { class: "media-grid", testid: "media-select-grid" }, thumbs));
}

function textField(state, name, tag, label, testid) {
  const element = h(tag, tag === "input" ? { type: "text", id: name, testid } : { id: name, testid, rows: 5 });
  return h("label", {}, label, controlled(element, () => state[name], (text) => { state[name] = text; }));
}

// The price counts only once the field is left.
function priceField(state) {
  let typed = state.price;
  const input = h("input", { type: "text", id: "price", testid: "price-input--input", onblur: () => { state.price = typed; } });
  return h("label", {}, "Prix", controlled(input, () => typed, (text) => { typed = text; }));
}

export function form(page, { later, navigate }) {
  const state = initial(page.item);
  const root = h("div", { class: "form" });
  const errors = h("div", { class: "error", role: "alert" });
  let known = { catalog: undefined, attributes: [], parcels: [] };

  const problem = (answer) => {
    const rows = answer.data?.errors ?? [{ field: "", value: answer.data?.message ?? `Erreur ${answer.status}` }];
    errors.replaceChildren(...rows.map(({ field, value }) => h("p", { testid: `error-${field}` }, value)));
  };

  async function redraw() {
    if (state.catalog && known.catalog !== state.catalog.id) {
      const wish = { attributes: [{ code: "category", value: [state.catalog.id] }] };
      const [attributes, parcels] = await Promise.all([
        call("POST", "/api/v2/item_upload/attributes", wish, { form: true }),
        call("GET", `/api/v2/catalogs/${state.catalog.id}/package_sizes`, undefined, { form: true }),
      ]);
      // in some categories the form leaves the section out, and the server asks for the size all the same
      const hidden = session.parcelHiddenIn.includes(state.catalog.id);
      known = { catalog: state.catalog.id, attributes: attributes.data?.attributes ?? [], parcels: hidden ? [] : (parcels.data?.package_sizes ?? []) };
      state.parcel ??= known.parcels.find((parcel) => parcel.is_recommended)?.id ?? null;
    }
    root.replaceChildren(...[
      photoField(state, redraw, problem),
      textField(state, "title", "input", "Titre", "title--input"),
      textField(state, "description", "textarea", "Décris ton article", "description--input"),
      h("div", {}, h("label", {}, "Catégorie"), catalogField(state, redraw)),
      h("div", { id: "brand" }, h("label", {}, "Marque"), brandField(state, redraw)),
      ...known.attributes.map((attribute) => attributeField(state, attribute, redraw)),
      textField(state, "isbn", "input", "ISBN", "isbn--input"),
      known.parcels.length > 0 && parcelField(state, known.parcels),
      priceField(state),
      errors,
      h("button", { class: "web_ui__Button__button", testid: "upload-form-save-draft-button", onclick: saveDraft }, "Sauvegarder comme brouillon"),
      h("button", { class: "web_ui__Button__button web_ui__Button__filled", testid: "upload-form-save-button", onclick: save }, state.id && !state.isDraft ? "Enregistrer" : "Ajouter"),
    ].filter(Boolean));
  }

  const rest = () => ({ feedback_id: null, parcel: null, upload_session_id: state.session });

  async function save() {
    const [method, path, data] = state.isDraft
      ? ["POST", `/api/v2/item_upload/drafts/${state.id}/completion`, { draft: body(state), push_up: false, ...rest() }]
      : state.id
        ? ["PUT", `/api/v2/item_upload/items/${state.id}`, { item: body(state), push_up: false, ...rest() }]
        : ["POST", "/api/v2/item_upload/items", { item: body(state), push_up: false, ...rest() }];
    const answer = await call(method, path, data, { form: true, upload: method === "POST" });
    if (answer.status === 200) navigate(answer.data?.item ? `/items/${answer.data.item.id}` : "/");
    else problem(answer);
  }

  async function saveDraft() {
    const answer = state.isDraft
      ? await call("PUT", `/api/v2/item_upload/drafts/${state.id}`, { draft: body(state), ...rest() }, { form: true, upload: true })
      : await call("POST", "/api/v2/item_upload/drafts", { draft: body(state), ...rest() }, { form: true, upload: true });
    if (answer.status === 200) navigate(`/items/${answer.data.draft.id}/edit`);
    else problem(answer);
  }

  // typed before the page is alive, it would be lost when hydration draws anew
  later(redraw);
  return [root];
}
