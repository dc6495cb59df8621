import type { Product, Reel } from '@aoin/reels-client';
import { useCallback, useState, type FormEvent } from 'react';
import { explain } from '../errors.js';
import { price } from '../format.js';
import { useLoaded } from '../hooks.js';
import { navigate } from '../router.js';
import { useSession } from '../session.js';
import { texts } from '../texts.js';
import { Button, Failure, Note, Skeletons } from '../ui/parts.js';
import { LONGEST_DESCRIPTION, lengthOf } from './edit-dialog.js';
import { UploadProgress } from './upload-progress.js';
import { useUpload } from './use-upload.js';
import { VideoPicker } from './video-picker.js';

export type Field = 'product_id' | 'video' | 'description';
export type Faults = Partial<Record<Field, string>>;

/** A new reel: which product, which video, which words. */
export function Upload() {
  const { client } = useSession();
  const products = useLoaded(useCallback((signal) => client.listAvailableProducts({ signal }), [client]));
  const [productId, setProductId] = useState<number | null>(null);
  const [video, setVideo] = useState<File | null>(null);
  const [description, setDescription] = useState('');
  const [faults, setFaults] = useState<Faults>({});
  const upload = useUpload();

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const found: Faults = {
      ...(productId === null ? { product_id: texts.upload.pickProduct } : {}),
      ...(video === null ? { video: texts.upload.pickVideo } : {}),
      ...(lengthOf(description) === 0 ? { description: texts.upload.writeDescription } : {}),
    };
    setFaults(found);
    if (productId !== null && video !== null && Object.keys(found).length === 0) {
      upload.start({ productId, video, description });
    }
  };

  if (upload.state.name === 'done') {
    return (
      <Done
        reel={upload.state.reel}
        onAnother={() => {
          setVideo(null);
          setDescription('');
          setProductId(null);
          upload.reset();
        }}
      />
    );
  }
  if (products.error !== null) {
    return <Failure title={texts.studio.failed} hint={explain(products.error)} onRetry={products.reload} />;
  }
  if (products.value?.data.length === 0) {
    return <Note icon="bag" title={texts.upload.noProducts} hint={texts.upload.noProductsHint} />;
  }
  const shown: Faults = upload.state.name === 'refused' ? { ...faults, ...upload.state.faults } : faults;
  const busy = upload.state.name === 'sending';
  const length = lengthOf(description);
  return (
    <form className="upload" onSubmit={submit} noValidate>
      <fieldset className="upload-products-set" disabled={busy}>
        <legend>
          {texts.upload.product}
          <small>{texts.upload.productHint}</small>
        </legend>
        {products.value ? (
          <ProductPicker products={products.value.data} picked={productId} onPick={setProductId} />
        ) : (
          <Skeletons count={5} className="rows-loading" />
        )}
        <Fault text={shown.product_id} />
      </fieldset>
      <fieldset disabled={busy}>
        <legend>{texts.upload.video}</legend>
        <VideoPicker
          video={video}
          onPick={(file, fault) => {
            setVideo(file);
            setFaults((before) => withFault(before, 'video', fault));
            upload.reset();
          }}
        />
        <Fault text={shown.video} />
      </fieldset>
      <div className="upload-wide">
        <label className="field">
          {texts.upload.description}
          <textarea
            rows={4}
            value={description}
            disabled={busy}
            aria-invalid={shown.description !== undefined}
            aria-describedby="description-hint"
            onChange={(event) => setDescription(event.target.value)}
          />
        </label>
        <p id="description-hint" className={length > LONGEST_DESCRIPTION ? 'field-error' : 'field-hint'}>
          {length === 0 ? texts.upload.descriptionHint : texts.studio.characters(length, LONGEST_DESCRIPTION)}
        </p>
        <Fault text={shown.description} />
      </div>
      <div className="upload-wide">
        {busy ? (
          <UploadProgress upload={upload} />
        ) : (
          <>
            {upload.state.name === 'refused' && upload.state.message && <Fault text={upload.state.message} />}
            <div className="form-actions">
              <button type="submit" className="button button-strong" disabled={length > LONGEST_DESCRIPTION}>
                {texts.upload.send}
              </button>
            </div>
          </>
        )}
      </div>
    </form>
  );
}

function withFault(faults: Faults, field: Field, fault: string | null): Faults {
  const { [field]: _, ...rest } = faults;
  return fault === null ? rest : { ...rest, [field]: fault };
}

function Fault({ text }: { text: string | undefined }) {
  return text === undefined ? null : (
    <p className="field-error" role="alert">
      {text}
    </p>
  );
}

/** Beyond this many, a field to find one appears. */
const MANY = 8;

function ProductPicker({ products, picked, onPick }: { products: Product[]; picked: number | null; onPick: (id: number) => void }) {
  const [wanted, setWanted] = useState('');
  const shown = products.filter((product) => product.product_name.toLowerCase().includes(wanted.trim().toLowerCase()));
  return (
    <>
      {products.length > MANY && (
        <input
          type="search"
          className="upload-find"
          aria-label={texts.upload.findProduct}
          placeholder={texts.upload.findProduct}
          value={wanted}
          onChange={(event) => setWanted(event.target.value)}
        />
      )}
      <div className="upload-products">
        {shown.map((product) => (
          <label key={product.product_id} className="upload-product">
            <input type="radio" name="product" checked={picked === product.product_id} onChange={() => onPick(product.product_id)} />
            <span>
              <b>{product.product_name}</b>
              <small>
                {[product.category_name, texts.feed.inStock(product.stock_qty)].filter(Boolean).join(' · ')}
              </small>
            </span>
            {product.selling_price !== null && <b>{price(product.selling_price)}</b>}
          </label>
        ))}
      </div>
    </>
  );
}

function Done({ reel, onAnother }: { reel: Reel; onAnother: () => void }) {
  return (
    <div role="status">
      <Note
        icon="check"
        title={reel.is_visible ? texts.upload.done : texts.upload.donePending}
        hint={reel.is_visible ? texts.upload.doneHint : texts.upload.donePendingHint}
      >
        <div className="form-actions">
          <Button onClick={onAnother}>{texts.upload.another}</Button>
          {reel.is_visible && (
            <Button look="strong" icon="play" onClick={() => navigate(`/reel/${reel.reel_id}`)}>
              {texts.upload.view}
            </Button>
          )}
        </div>
      </Note>
    </div>
  );
}
