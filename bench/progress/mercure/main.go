// Command mercure is the Mercure hub, the peer that the progress benchmark measures beside this project's own stream.
package main

import "github.com/dunglas/mercure/cmd"

func main() {
	cmd.Execute()
}
