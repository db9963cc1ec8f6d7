// Verify-with-go verifies an exported log with the code of Go's checksum database, golang.org/x/mod/sumdb, which shares none with this repository:
// the signature of the checkpoint, the tree over all entries, every tile, and proofs of inclusion and consistency.
//
//	GO111MODULE=off GOPATH=/usr/share/gocode go run ./tools/verify-with-go FOLDER VKEY|FILE
//
// It exits with 0 where everything holds, 1 where something does not, 2 where it was not called so.
package main

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// The height of a tile, which C2SP tlog-tiles fixes and its paths leave out.
const height = 8

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "verify-with-go FOLDER VKEY|FILE")
		os.Exit(2)
	}
	if err := verify(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, "REFUSED:", err)
		os.Exit(1)
	}
}

func verify(folder, keys string) error {
	tree, origin, err := checkpoint(folder, keys)
	if err != nil {
		return err
	}
	entries, err := readEntries(folder, tree.N)
	if err != nil {
		return err
	}

	// The tree as the entries make it.
	var own hashes
	for n, entry := range entries {
		more, err := tlog.StoredHashes(int64(n), entry, &own)
		if err != nil {
			return err
		}
		own = append(own, more...)
	}
	root, err := tlog.TreeHash(tree.N, &own)
	if err != nil {
		return err
	}
	if tree.N > 0 && root != tree.Hash {
		return fmt.Errorf("the entries make the root %v, but %v was signed", root, tree.Hash)
	}

	// The tiles: each as the entries make it, and good for proofs under the signed root.
	published := tiles{folder}
	all := widest(tlog.NewTiles(height, 0, tree.N))
	for _, t := range all {
		want, err := tlog.ReadTileData(t, &own)
		if err != nil {
			return err
		}
		got, err := published.read(t)
		if err != nil {
			return err
		}
		if !bytes.Equal(got, want) {
			return fmt.Errorf("%s holds other hashes than the entries make", path(t))
		}
	}
	reader := tlog.TileHashReader(tree, published)
	places := some(tree.N)
	for _, n := range places {
		proof, err := tlog.ProveRecord(tree.N, n, reader)
		if err != nil {
			return err
		}
		if err := tlog.CheckRecord(proof, tree.N, tree.Hash, n, tlog.RecordHash(entries[n])); err != nil {
			return fmt.Errorf("entry %d: %v", n, err)
		}
		older, err := tlog.TreeHash(n+1, &own)
		if err != nil {
			return err
		}
		grown, err := tlog.ProveTree(tree.N, n+1, reader)
		if err != nil {
			return err
		}
		if err := tlog.CheckTree(grown, tree.N, tree.Hash, n+1, older); err != nil {
			return fmt.Errorf("the first %d entries: %v", n+1, err)
		}
	}
	fmt.Printf("%s: %d entries, %d tiles, %d proofs of inclusion and as many of consistency, verified by golang.org/x/mod/sumdb\n", origin, tree.N, len(all), len(places))
	return nil
}

// Checkpoint reads what was signed by one of the keys: C2SP tlog-checkpoint.
func checkpoint(folder, keys string) (tree tlog.Tree, origin string, err error) {
	if file, err := os.ReadFile(keys); err == nil {
		keys = string(file)
	}
	var known []note.Verifier
	for _, line := range strings.Fields(keys) {
		v, err := note.NewVerifier(line)
		if err != nil {
			return tree, "", fmt.Errorf("%s: %v", line, err)
		}
		known = append(known, v)
	}
	signed, err := os.ReadFile(filepath.Join(folder, "checkpoint"))
	if err != nil {
		return tree, "", err
	}
	read, err := note.Open(signed, note.VerifierList(known...))
	if err != nil {
		return tree, "", fmt.Errorf("checkpoint: %v", err)
	}
	// Note reads the last character of a signature at any of the spellings that mean the same bytes; here there is one.
	for _, sig := range read.Sigs {
		if _, err := base64.StdEncoding.Strict().DecodeString(sig.Base64); err != nil {
			return tree, "", fmt.Errorf("checkpoint: signature of %s: %v", sig.Name, err)
		}
	}
	lines := strings.Split(read.Text, "\n")
	if len(lines) < 4 || lines[0] != read.Sigs[0].Name {
		return tree, "", fmt.Errorf("checkpoint: not of its form, or signed under another name than its origin")
	}
	if tree.N, err = strconv.ParseInt(lines[1], 10, 64); err != nil || tree.N < 0 || strconv.FormatInt(tree.N, 10) != lines[1] {
		return tree, "", fmt.Errorf("checkpoint: %q is no size", lines[1])
	}
	tree.Hash, err = tlog.ParseHash(lines[2])
	return tree, lines[0], err
}

// ReadEntries reads the bundles of a tree of this size: C2SP tlog-tiles, "Log entries".
func readEntries(folder string, size int64) ([][]byte, error) {
	var entries [][]byte
	for first := int64(0); first < size; first += 1 << height {
		width := min(1<<height, size-first)
		name := strings.Replace(path(tlog.Tile{H: height, L: 0, N: first >> height, W: int(width)}), "tile/0/", "tile/entries/", 1)
		bundle, err := os.ReadFile(filepath.Join(folder, name))
		if err != nil {
			return nil, err
		}
		for n := int64(0); n < width; n++ {
			if len(bundle) < 2 || len(bundle) < 2+int(binary.BigEndian.Uint16(bundle)) {
				return nil, fmt.Errorf("%s is cut short at entry %d", name, first+n)
			}
			end := 2 + int(binary.BigEndian.Uint16(bundle))
			entries = append(entries, bundle[2:end])
			bundle = bundle[end:]
		}
		if len(bundle) > 0 {
			return nil, fmt.Errorf("%s holds more than %d entries", name, width)
		}
	}
	return entries, nil
}

// Some are the places to prove: both ends, the ends of tiles, and some between.
func some(size int64) []int64 {
	var places []int64
	seen := map[int64]bool{}
	for _, n := range []int64{0, 1, size / 3, size / 2, size*2/3 + 1, 255, 256, 65535, 65536, size - 2, size - 1} {
		if n >= 0 && n < size && !seen[n] {
			seen[n] = true
			places = append(places, n)
		}
	}
	return places
}

// Widest are the tiles that a tree has: tlog lists a partial tile at every width it ever had, one after the other.
func widest(listed []tlog.Tile) (all []tlog.Tile) {
	for _, t := range listed {
		if last := len(all) - 1; last >= 0 && all[last].L == t.L && all[last].N == t.N {
			all[last] = t
		} else {
			all = append(all, t)
		}
	}
	return all
}

// Path is the path of a tile as C2SP writes it: that of tlog without the height.
func path(t tlog.Tile) string {
	return strings.Replace(t.Path(), fmt.Sprintf("tile/%d/", height), "tile/", 1)
}

// Hashes are all hashes of a tree, in the order in which tlog stores them.
type hashes []tlog.Hash

func (h *hashes) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	read := make([]tlog.Hash, len(indexes))
	for i, index := range indexes {
		if index >= int64(len(*h)) {
			return nil, fmt.Errorf("there is no hash %d", index)
		}
		read[i] = (*h)[index]
	}
	return read, nil
}

// Tiles are those in a folder.
type tiles struct{ folder string }

func (tiles) Height() int { return height }

func (tiles) SaveTiles([]tlog.Tile, [][]byte) {}

func (t tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	data := make([][]byte, len(wanted))
	for i, tile := range wanted {
		read, err := t.read(tile)
		if err != nil {
			return nil, err
		}
		data[i] = read
	}
	return data, nil
}

func (t tiles) read(tile tlog.Tile) ([]byte, error) {
	data, err := os.ReadFile(filepath.Join(t.folder, path(tile)))
	if err != nil {
		return nil, err
	}
	if len(data) != tile.W*tlog.HashSize {
		return nil, fmt.Errorf("%s has %d bytes, not %d", path(tile), len(data), tile.W*tlog.HashSize)
	}
	return data, nil
}

func min(a, b int64) int64 {
	if a < b {
		return a
	}
	return b
}
