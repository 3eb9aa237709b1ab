// Command minio is the object store that ./notes runs beside the services.
// The community edition is published as source only, so it is built here from one pinned commit.
package main

import (
	"os"

	minio "github.com/minio/minio/cmd"
)

func main() {
	minio.Main(os.Args)
}
